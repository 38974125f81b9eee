// Follows the ledger with nothing but AMQP and HTTP, as any system can: live off the topic exchange, and from the ledger whatever is missing.
// Every message is held to what contracts/asyncapi.yaml says of it, and every document to the ledger's own, byte for byte.
//
//   node amqplib.mjs amqp://subscriber:…@broker:5672/ledger http://timeline:8080 THROUGH
//
// prints "position type", one a line and in order, and ends when it has the position THROUGH.
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import Ajv2020 from "ajv/dist/2020.js";
import amqp from "amqplib";
import { parse } from "yaml";

const [broker, ledger, through] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const described = parse(readFileSync(new URL("../../contracts/asyncapi.yaml", import.meta.url), "utf8"));
const ajv = new Ajv2020({ strict: false, formats: { uuid: /^[0-9a-f-]{36}$/, "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, uri: /^https?:/ } });
ajv.addSchema(described, "asyncapi");
const faults = [];

function hold(schema, value, position) {
  const holds = ajv.getSchema(`asyncapi#/components/schemas/${schema}`);
  if (!holds(value)) faults.push(`position ${position}: ${ajv.errorsText(holds.errors, { dataVar: schema })}`);
}

// The event of a message, in either mode.
function read({ properties, content, fields }) {
  const text = content.toString("utf8");
  let attributes, document = text;
  if (properties.contentType.startsWith("application/cloudevents+json")) {
    attributes = JSON.parse(text);
    hold("cloudEvent", attributes, attributes.ledgerposition);
    document = text.slice(text.indexOf(',"data":') + 8, -1);
  } else {
    hold("headers", properties.headers, properties.headers["cloudEvents:ledgerposition"]);
    attributes = Object.fromEntries(Object.entries(properties.headers).filter(([name]) => name.startsWith("cloudEvents:")).map(([name, value]) => [name.slice(12), value]));
  }
  hold("document", JSON.parse(document), attributes.ledgerposition);
  const words = fields.routingKey.split(".");
  if (words.length !== 4 || words[0] !== attributes.ledgerowner) faults.push(`position ${attributes.ledgerposition}: routing key ${fields.routingKey}`);
  if (!properties.contentType.startsWith("application/cloudevents+json") && properties.deliveryMode !== 2) faults.push(`position ${attributes.ledgerposition} is not persistent`);
  return { position: Number(attributes.ledgerposition), type: attributes.type, document };
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
    const reply = await fetch(`${ledger}/v1/events?fromPosition=${event.position}&pageSize=1`);
    if ((await reply.json()).events[0].document !== event.document) faults.push(`position ${event.position}: not the ledger's document`);
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
