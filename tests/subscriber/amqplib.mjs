// Follows the ledger with nothing but AMQP and HTTP, as any system can: live off the topic exchange, and from the ledger whatever is missing.
// Every message is held to what contracts/asyncapi.yaml says of it (content type, keys, delivery mode, headers, body), every attribute to what the
// ledger itself tells of the event, and every document to the ledger's own, byte for byte.
//
//   node amqplib.mjs amqp://subscriber:…@broker:5672/ledger http://timeline:8080 THROUGH [ASYNCAPI]
//
// prints "position type", one a line and in order, and ends when it has the position THROUGH.
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import Ajv2020 from "ajv/dist/2020.js";
import amqp from "amqplib";
import { parse } from "yaml";

const [broker, ledger, through] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const described = parse(readFileSync(process.argv[5] ?? new URL("../../contracts/asyncapi.yaml", import.meta.url), "utf8"));
const ajv = new Ajv2020({ strict: false, formats: { uuid: /^[0-9a-f-]{36}$/, "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, uri: /^https?:/ } });
ajv.addSchema(described, "asyncapi");
const faults = [];

const told = described.channels.events;
const words = told.address.slice(1, -1).split("}.{");
const schemaOf = part => ajv.getSchema(`asyncapi${part.$ref}`);

function hold(part, value, position) {
  const holds = schemaOf(part);
  if (!holds(value)) faults.push(`position ${position}: ${ajv.errorsText(holds.errors, { dataVar: part.$ref.split("/").at(-1) })}`);
}

// The event of a message, in whichever of the described modes its content type names.
function read({ properties, content, fields }) {
  const [media, ...parameters] = properties.contentType.split(/; */);
  const mode = Object.entries(described.components.messages).find(([, described]) => described.contentType === media)?.[0];
  if (!mode || parameters.some(parameter => parameter.toLowerCase() !== "charset=utf-8")) throw new Error(`content type ${properties.contentType}`);
  const message = described.components.messages[mode];
  const text = content.toString("utf8");
  const headers = Object.entries(properties.headers);
  const attributes = mode === "structured" ? JSON.parse(text) : Object.fromEntries(headers.filter(([name]) => name.startsWith("cloudEvents:")).map(([name, value]) => [name.slice(12), value]));
  const position = attributes.ledgerposition;
  const document = mode === "structured" ? text.slice(text.indexOf(',"data":') + 8, -1) : text;
  hold(message.headers, properties.headers, position);
  hold(message.payload, JSON.parse(text), position);
  holdProperties(properties, fields, attributes);
  return { position: Number(position), type: attributes.type, document, attributes };
}

// What stands around the message: where it was published and by which keys, that it is persistent, and that no property is there that is not described.
function holdProperties(properties, fields, attributes) {
  const say = fault => faults.push(`position ${attributes.ledgerposition}: ${fault}`);
  const [, event, version] = attributes.type.split(".");
  const jurisdictions = attributes.ledgerjurisdictions?.split(" ") ?? ["none"];
  const keys = jurisdictions.map(jurisdiction => words.map(word => ({ owner: attributes.ledgerowner, event, version, jurisdiction })[word]).join("."));
  if (!told.parameters.owner.enum.includes(fields.routingKey.split(".")[words.indexOf("owner")])) say(`no owner in ${fields.routingKey}`);
  if (fields.exchange !== told.bindings.amqp.exchange.name) say(`exchange ${fields.exchange}`);
  if (fields.routingKey !== keys[0]) say(`routing key ${fields.routingKey}, and not ${keys[0]}`);
  if ((properties.headers.CC ?? []).join() !== keys.slice(1).join()) say(`CC ${properties.headers.CC}, and not ${keys.slice(1)}`);
  if (properties.deliveryMode !== described.operations.announce.bindings.amqp.deliveryMode) say(`delivery mode ${properties.deliveryMode}`);
  if (properties.messageId !== attributes.id) say(`message id ${properties.messageId}, and not ${attributes.id}`);
  Object.entries(properties).filter(([name, value]) => value !== undefined && !["contentType", "headers", "deliveryMode", "messageId"].includes(name)).forEach(([name, value]) => say(`property ${name} (${value}) is not described`));
}

// The attributes as the ledger itself tells the same event: every one that a message may carry, and none that is left out where there is something to say.
function attributesOf(event) {
  const all = {
    specversion: "1.0", id: event.eventId, source: `urn:trade-policy-ledger:${event.owner}`, type: event.type, subject: event.entities[0], time: event.recordedAt,
    ledgerposition: event.position, ledgerrevision: event.revision, ledgerowner: event.owner, ledgerstream: event.stream, ledgerentities: event.entities.join(" "),
    ledgerjurisdictions: event.jurisdictions.join(" "), ledgerreference: event.reference, ledgerannounced: event.announcedOn, ledgereffective: event.effective, ledgerends: event.ends,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

// An instant may be written with zeros behind its fraction.
const plain = (name, value) => name === "time" ? value?.replace(/(\.\d*?)0+Z$/, "$1Z").replace(".Z", "Z") : value;

function compare(event, ledgers) {
  const expected = attributesOf(ledgers);
  if (event.document !== ledgers.document) faults.push(`position ${event.position}: not the ledger's document`);
  const names = new Set([...Object.keys(expected), ...Object.keys(event.attributes)].filter(name => name !== "data" && name !== "datacontenttype"));
  names.forEach(name => {
    if (plain(name, event.attributes[name]) !== plain(name, expected[name])) faults.push(`position ${event.position}: ${name} is ${event.attributes[name]}, and the ledger's is ${expected[name]}`);
  });
}

let next = 0, live = 0;
function take(event) {
  if (event.position !== next) return event.position < next; // Seen already, or there is a gap.
  console.log(`${event.position} ${event.type}`);
  next++;
  return true;
}

// The ledger itself, from the next position on: a JSON object a line.
async function fetchMissing(parameters) {
  const reply = await fetch(`${ledger}/v1/subscribe?fromPosition=${next}&${parameters}`);
  const lines = (await reply.text()).split("\n").filter(line => line);
  if (!reply.ok) throw new Error(lines.join());
  lines.flatMap(line => JSON.parse(line).events).forEach(event => take({ ...event, position: Number(event.position) }));
}

const connection = await amqp.connect(broker);
const channel = await connection.createChannel();
const { queue } = await channel.assertQueue(`subscriber-example-${randomUUID()}`, { exclusive: true, autoDelete: true, durable: false, arguments: { "x-max-length": 10000 } });
await channel.bindQueue(queue, "ledger.events", "#");
// Messages are handled one after another, though a gap is fetched meanwhile.
let handling = fetchMissing("untilCaughtUp=true");
await channel.consume(queue, message => {
  handling = handling.then(async () => {
    const event = read(message);
    live++;
    const reply = await fetch(`${ledger}/v1/subscribe?fromPosition=${event.position}&throughPosition=${event.position}`);
    compare(event, JSON.parse((await reply.text()).split("\n")[0]).events[0]);
    if (!take(event)) {
      await fetchMissing(`throughPosition=${event.position - 1}`);
      take(event);
    }
  });
}, { noAck: true });
for (const began = Date.now(); next <= through && Date.now() - began < 60_000;) await new Promise(resolve => setTimeout(resolve, 50));
await handling;
await connection.close();
if (next <= through) faults.push(`position ${next} did not come`);
if (live === 0) faults.push("nothing came over the topic");
faults.slice(0, 20).forEach(fault => console.error(fault));
console.error(`${next} events, ${live} of them live, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
