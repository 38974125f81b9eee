// Every line of the sample data is a line as the published JSON Schema has it, and what is not one is not.
import { readFileSync, readdirSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
// "int32" is OpenAPI's word and says nothing to this validator.
const ajv = new Ajv2020({ strict: true, strictRequired: false, formats: { int32: true } });
const isLine = ajv.compile(JSON.parse(readFileSync(join(root, "contracts/api/exchange.schema.json"), "utf8")));

const faults = [];
let lines = 0;
for (const file of readdirSync(join(root, "deploy/sample")).filter(name => name.endsWith(".jsonl")).sort()) {
  readFileSync(join(root, "deploy/sample", file), "utf8").split("\n").forEach((text, index) => {
    if (text.trim() === "") return;
    lines++;
    if (!isLine(JSON.parse(text)))
      faults.push(`${file}:${index + 1}: ${ajv.errorsText(isLine.errors, { dataVar: "line" })}`);
  });
}

const misfits = {
  "a line without an id": { instrumentRetraction: { instrument: "a", retracts: "a#1", reason: "b", citations: [] } },
  "a line without a command": { id: "a" },
  "a line with two commands": { id: "a", agreementAct: {}, facilityAct: {} },
  "an unknown field": { id: "a", instrumentRetraction: { instrument: "a", retracts: "a#1", reason: "b", citations: [], because: "c" } },
  "an unknown word": { id: "a", instrumentRetraction: { instrument: "a", retracts: "a#1", reason: "b", citations: [{ url: "c", kind: "RUMOUR" }] } },
};
for (const [what, line] of Object.entries(misfits))
  if (isLine(line)) faults.push(`the schema lets ${what} pass`);
if (lines === 0) faults.push("deploy/sample holds no lines");

faults.forEach(fault => console.error(fault));
console.log(`${lines} lines`);
process.exit(faults.length === 0 ? 0 : 1);
