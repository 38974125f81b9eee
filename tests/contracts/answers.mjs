// The host's HTTP answers, errors among them, are what the OpenAPI document says of them: every operation, on the sample data.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = mkdtempSync(join(tmpdir(), "ledger-answers-"));
const host = spawn("dotnet", [join(root, "services/Host/bin/Release/net10.0/Ledger.Host.dll"), "--data", folder, "--http-port", "0", "--grpc-port", "0"]);
let said = "";
host.stdout.on("data", text => said += text);
host.stderr.on("data", text => said += text);
const ended = new Promise(resolve => host.on("exit", resolve));
const faults = [];
process.on("exit", () => { host.kill("SIGKILL"); rmSync(folder, { recursive: true, force: true }); });

// The greeting's last words come when the sample data is recorded.
for (let waited = 0; !said.includes("Ctrl+C"); waited++) {
  if (host.exitCode !== null || waited > 1200) { console.error(`the host is not up: ${said}`); process.exit(1); }
  await new Promise(resolve => setTimeout(resolve, 250));
}
const server = /HTTP\/JSON\s+(\S+)/.exec(said)[1];
const document = await (await fetch(`${server}/openapi.json`)).json();
const ajv = new Ajv2020({ strict: false, formats: { int32: true, int64: /^-?[0-9]+$/ } });
ajv.addSchema(document, "api");

const answered = new Set();
let answers = 0;

// Asks, and holds the answer to what the document says of this status of this operation.
async function ask(expected, path, template, body) {
  const verb = body === undefined ? "get" : "post";
  const reply = await fetch(server + path, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const text = await reply.text();
  const asked = `${verb} ${path}`;
  const operation = document.paths[template][verb];
  let response = operation.responses[reply.status];
  if (reply.status !== expected) faults.push(`${asked}: ${reply.status}, not ${expected}: ${text.slice(0, 300)}`);
  if (response === undefined) { faults.push(`${asked}: ${reply.status} is not described`); return; }
  if (response.$ref) response = document.components.responses[response.$ref.split("/").pop()];
  const isAnswer = ajv.getSchema(`api${response.content["application/json"].schema.$ref}`);
  const parts = operation.responses["200"].description.startsWith("A stream") && reply.ok ? text.trim().split("\n") : [text];
  for (const part of parts.map(JSON.parse)) {
    answers++;
    if (!isAnswer(part)) faults.push(`${asked}: ${ajv.errorsText(isAnswer.errors, { dataVar: "answer" })}`);
  }
  if (reply.ok) answered.add(operation.operationId);
  return JSON.parse(parts[0]);
}

const on = "at.effective=2025-11-15";
const streams = new Set();
for (let token = ""; token !== undefined;) {
  const page = await ask(200, `/v1/events?pageSize=200&pageToken=${token}`, "/v1/events");
  page.events.forEach(event => streams.add(event.stream));
  token = page.nextPageToken || undefined;
}
for (const stream of streams) {
  const id = stream.slice(stream.indexOf("-") + 1);
  await ask(200, `/v1/entities/${id}?${on}`, "/v1/entities/{id}");
  await ask(200, `/v1/history/${id}`, "/v1/history/{id}");
}
const listed = await ask(200, `/v1/in-force?${on}&kinds=ENTITY_KIND_MEASURE&pageSize=500`, "/v1/in-force");
for (const entry of listed.entries) await ask(200, `/v1/entities/${entry.id}?${on}`, "/v1/entities/{id}");
await ask(200, `/v1/in-force?${on}&statuses=suspended`, "/v1/in-force");
await ask(400, `/v1/in-force?${on}&pageSize=-1`, "/v1/in-force");
await ask(200, `/v1/commitments?${on}&pageSize=500`, "/v1/commitments");
await ask(200, "/v1/find?text=57", "/v1/find");
await ask(200, "/v1/status", "/v1/status");
await ask(200, `/v1/entities/nobody-knows-it?${on}`, "/v1/entities/{id}");
await ask(400, "/v1/entities/cn-mofcom-2025-57?at.effective=yesterday", "/v1/entities/{id}");
await ask(400, "/v1/entities/cn-mofcom-2025-57", "/v1/entities/{id}");
const at = { effective: "2025-11-15" };
const questions = ["Ho", "Dy", "Ga"].map(element => ({ goods: [`element:${element}`], origin: "CN", destination: "US" }));
for (const question of questions) await ask(200, "/v1/check", "/v1/check", { at, question });
await ask(400, "/v1/check", "/v1/check", { at, question: { goods: ["a stone"] } });
await ask(200, "/v1/check-many", "/v1/check-many", { at, questions: [...questions, { goods: ["a stone"] }] });

// Streams never end of themselves: the first lines are read, and the connection is left.
async function follow(path, template, type, parse) {
  const operation = document.paths[template].get;
  const left = new AbortController();
  const reply = await fetch(server + path, { signal: left.signal });
  const described = operation.responses["200"].content[type];
  if (!reply.ok || described === undefined || !reply.headers.get("content-type").startsWith(type)) faults.push(`get ${path}: ${reply.status}, ${reply.headers.get("content-type")}`);
  let text = "";
  for await (const part of reply.body.pipeThrough(new TextDecoderStream())) if ((text += part).split("\n\n").length > 20 || text.split("\n").length > 60) break;
  left.abort();
  const parts = text.slice(0, text.lastIndexOf("\n")).split("\n").map(parse).filter(line => line);
  if (parts.length < 5) faults.push(`get ${path}: ${parts.length} messages`);
  for (const [schema, part] of parts) {
    answers++;
    const isAnswer = ajv.getSchema(`api#/components/schemas/${schema}`);
    if (!isAnswer(part)) faults.push(`get ${path}: ${ajv.errorsText(isAnswer.errors)}`);
  }
  answered.add(operation.operationId);
}
const schemaOf = name => Object.keys(document.components.schemas).find(schema => schema.endsWith(name));
await follow("/v1/subscribe?fromPosition=0", "/v1/subscribe", "application/json", line => line && [schemaOf("SubscribeResponse"), JSON.parse(line)]);
await follow("/v1/events/stream?owners=facilities", "/v1/events/stream", "text/event-stream", line => line.startsWith("data: ") && [schemaOf("AnnouncedEvent"), JSON.parse(line.slice(6))]);
await ask(400, "/v1/events/stream?owners=customs", "/v1/events/stream");

const citations = [{ url: "https://example.org/act", kind: "SOURCE_KIND_OFFICIAL" }];
const first = {
  instrument: ["instruments", { instrumentPublished: { kind: "INSTRUMENT_KIND_ORDER", issuers: ["Example"], title: "An order" } }],
  agreement: ["agreements", { agreementAnnounced: { title: "An understanding", kind: "AGREEMENT_KIND_UNDERSTANDING", bindingness: "BINDINGNESS_NON_BINDING", parties: ["AU", "JP"] } }],
  facility: ["facilities", { facilityRegistered: { name: "A plant", kind: "FACILITY_KIND_PLANT", location: "Somewhere", country: "AU" } }],
};
for (const [owner, [plural, effect]] of Object.entries(first)) {
  const id = `contract-test-${owner}`;
  const post = (expected, what, command) => ask(expected, `/v1/${plural}/${id}/${what}`, `/v1/${plural}/{${owner}}/${what}`, command);
  const act = { requestId: crypto.randomUUID(), act: { id: "contract-test-act", announcedOn: "2026-01-05", jurisdictions: ["AU"] }, citations, effects: [effect] };
  if (owner === "instrument") delete act.act.id;
  const { recorded } = await post(200, "acts", act);
  await ask(200, `/v1/operations/${recorded?.operation}`, "/v1/operations/{operation}");
  await post(200, "acts", act);
  await post(409, "acts", { ...act, act: { ...act.act, announcedOn: "2026-01-06" } });
  await post(400, "acts", { ...act, requestId: crypto.randomUUID() });
  await post(400, "acts", { ...act, requestId: "not a UUID" });
  await post(400, "acts", { ...act, because: "no such field" });
  const corrects = recorded?.events[0].reference;
  await post(200, "corrections", { requestId: crypto.randomUUID(), corrects, kind: "CORRECTION_KIND_LEDGER_ERROR", citations, replacement: effect });
  await post(200, "retractions", { requestId: crypto.randomUUID(), retracts: corrects, reason: "a test", citations });
}

// In one process nothing is ever shelved: asking for a dead letter is answered that there is none.
const nobody = crypto.randomUUID();
await ask(404, `/v1/operations/${nobody}`, "/v1/operations/{operation}");
await ask(200, "/v1/dead-letters", "/v1/dead-letters");
await ask(200, "/v1/projection/examination?sample=50&seed=1", "/v1/projection/examination");
await ask(200, "/v1/projection/rebuild", "/v1/projection/rebuild", {});
await ask(404, `/v1/dead-letters/${nobody}`, "/v1/dead-letters/{id}");
await ask(404, `/v1/dead-letters/${nobody}/replay`, "/v1/dead-letters/{id}/replay", {});
await ask(404, `/v1/dead-letters/${nobody}/discard`, "/v1/dead-letters/{id}/discard", { reason: "a test" });
["GetDeadLetter", "ReplayDeadLetter", "DiscardDeadLetter"].forEach(method => answered.add(`OperationsService_${method}`));

const described = Object.values(document.paths).flatMap(path => Object.values(path)).map(operation => operation.operationId);
described.filter(id => !answered.has(id)).forEach(id => faults.push(`${id} was never answered`));
host.kill("SIGTERM");
const status = await ended;
if (status !== 0) faults.push(`the host ended with ${status}: ${said}`);
faults.slice(0, 50).forEach(fault => console.error(fault));
console.log(`${answers} answers, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
