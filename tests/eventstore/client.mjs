// Holds the stand-in to the protocol by a client that nobody here wrote: EventStoreDB's official one for Node.
//   node tests/eventstore/client.mjs        starts a stand-in of its own, on a free port with a folder of its own
//   node tests/eventstore/client.mjs URL    asks that server instead, a real one for example
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import client from "@eventstore/db-client";

const {
  ANY, BACKWARDS, END, EventStoreDBClient, FORWARDS, NO_STREAM, START, STREAM_EXISTS, StreamDeletedError, StreamNotFoundError,
  WrongExpectedVersionError, eventTypeFilter, excludeSystemEvents, jsonEvent, streamNameFilter,
} = client;

const prefix = `node-${randomUUID()}-`;
const event = (text, id = randomUUID()) => jsonEvent({ id, type: "said", data: { text }, metadata: { from: "node" } });
const texts = (read) => read.map((resolved) => resolved.event.data.text);

async function collect(stream) {
  const all = [];
  for await (const resolved of stream) all.push(resolved);
  return all;
}

// Events of a subscription until so many have come.
async function take(subscription, count, meanwhile = async () => {}) {
  const taken = [];
  const over = setTimeout(() => subscription.destroy(new Error(`${taken.length} of ${count} events came`)), 10_000);
  await meanwhile();
  for await (const resolved of subscription) {
    taken.push(resolved);
    if (taken.length === count) break;
  }
  clearTimeout(over);
  await subscription.unsubscribe().catch(() => {});
  return taken;
}

const checks = {
  async "append at each expected revision"(store) {
    const stream = `${prefix}expected`;
    assert.equal((await store.appendToStream(stream, event("0"), { expectedRevision: NO_STREAM })).nextExpectedRevision, 0n);
    assert.equal((await store.appendToStream(stream, [event("1"), event("2")], { expectedRevision: 0n })).nextExpectedRevision, 2n);
    assert.equal((await store.appendToStream(stream, event("3"), { expectedRevision: STREAM_EXISTS })).nextExpectedRevision, 3n);
    const last = await store.appendToStream(stream, event("4"), { expectedRevision: ANY });
    assert.equal(last.nextExpectedRevision, 4n);
    assert.equal(last.success, true);
    const read = await collect(store.readStream(stream));
    assert.deepEqual(texts(read), ["0", "1", "2", "3", "4"]);
    assert.deepEqual(read.map((resolved) => resolved.event.revision), [0n, 1n, 2n, 3n, 4n]);
    assert.equal(read[4].event.position?.commit, last.position.commit);
    assert.deepEqual(read[0].event.metadata, { from: "node" });
    assert.ok(Math.abs(Date.now() - read[0].event.created) < 3_600_000, "created is the time of the append");
  },

  async "an append that is expected elsewhere"(store, address) {
    const stream = `${prefix}wrong`;
    for (const expectedRevision of [STREAM_EXISTS, 7n])
      await assert.rejects(store.appendToStream(stream, event("never"), { expectedRevision }), WrongExpectedVersionError);
    await store.appendToStream(stream, [event("0"), event("1")]);
    for (const expectedRevision of [NO_STREAM, 0n, 2n]) {
      await assert.rejects(store.appendToStream(stream, event("never"), { expectedRevision }), (wrong) => wrong instanceof WrongExpectedVersionError && wrong.actualVersion === 1n);
    }
    const quiet = EventStoreDBClient.connectionString(`${address}&throwOnAppendFailure=false`);
    assert.equal((await quiet.appendToStream(stream, event("never"), { expectedRevision: 0n })).success, false);
    await quiet.dispose();
    assert.equal((await collect(store.readStream(stream))).length, 2);
  },

  async "an append that is sent again"(store) {
    const stream = `${prefix}again`;
    const events = [event("0"), event("1")];
    const first = await store.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    await store.appendToStream(stream, event("2"), { expectedRevision: 1n });
    const again = await store.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    assert.equal(again.nextExpectedRevision, first.nextExpectedRevision);
    assert.deepEqual(again.position, first.position);
    assert.equal((await collect(store.readStream(stream))).length, 3);
    await assert.rejects(store.appendToStream(stream, [events[1], events[0]], { expectedRevision: NO_STREAM }), WrongExpectedVersionError);
  },

  async "many appends at once"(store) {
    const each = 10;
    await Promise.all(Array.from({ length: 32 }, async (_, i) => {
      for (let n = 0; n < each; n++)
        await store.appendToStream(`${prefix}many-${i}`, event(`${n}`), { expectedRevision: n === 0 ? NO_STREAM : BigInt(n - 1) });
    }));
    assert.deepEqual(texts(await collect(store.readStream(`${prefix}many-31`))), Array.from({ length: each }, (_, n) => `${n}`));
  },

  async "a stream forwards and backwards"(store) {
    const stream = `${prefix}read`;
    await store.appendToStream(stream, ["0", "1", "2", "3", "4"].map((text) => event(text)));
    const read = async (options) => texts(await collect(store.readStream(stream, options))).join("");
    assert.equal(await read({ direction: FORWARDS, fromRevision: START }), "01234");
    assert.equal(await read({ direction: FORWARDS, fromRevision: 3n }), "34");
    assert.equal(await read({ direction: FORWARDS, fromRevision: START, maxCount: 2 }), "01");
    assert.equal(await read({ direction: FORWARDS, fromRevision: 9n }), "");
    assert.equal(await read({ direction: BACKWARDS, fromRevision: END }), "43210");
    assert.equal(await read({ direction: BACKWARDS, fromRevision: 2n }), "210");
    assert.equal(await read({ direction: BACKWARDS, fromRevision: END, maxCount: 1 }), "4");
    await assert.rejects(collect(store.readStream(`${prefix}missing`)), StreamNotFoundError);
  },

  // This client filters subscriptions alone; what a read of all delivers is filtered here.
  async "all forwards and backwards"(store) {
    const appended = [];
    for (const text of ["1", "2", "3"]) appended.push(await store.appendToStream(`${prefix}all-${text}`, event(text)));
    const read = async (options) =>
      texts((await collect(store.readAll(options))).filter((resolved) => resolved.event?.streamId.startsWith(`${prefix}all-`))).join("");
    assert.equal(await read({ direction: FORWARDS, fromPosition: START }), "123");
    assert.equal(await read({ direction: FORWARDS, fromPosition: appended[1].position }), "23");
    assert.equal(await read({ direction: FORWARDS, fromPosition: END }), "");
    assert.equal(await read({ direction: BACKWARDS, fromPosition: END }), "321");
    assert.equal(await read({ direction: BACKWARDS, fromPosition: appended[1].position }), "1");
    assert.equal(await read({ direction: FORWARDS, fromPosition: appended[1].position, maxCount: 1 }), "2");
    const [first] = await collect(store.readAll({ direction: FORWARDS, fromPosition: appended[0].position, maxCount: 1 }));
    assert.deepEqual(first.event.position, appended[0].position);
  },

  async "filters by stream and by type, by prefix and by regular expression"(store) {
    await store.appendToStream(`${prefix}f-1`, event("1"));
    await store.appendToStream(`${prefix}g-1`, jsonEvent({ type: `${prefix}sung`, data: { text: "2" } }));
    await store.appendToStream(`${prefix}f-2`, event("3"));
    const subscribed = async (filter, count) => texts(await take(store.subscribeToAll({ fromPosition: START, filter }), count)).join("");
    assert.equal(await subscribed(streamNameFilter({ prefixes: [`${prefix}f-`, `${prefix}g-`] }), 3), "123");
    assert.equal(await subscribed(streamNameFilter({ prefixes: [`${prefix}f-`] }), 2), "13");
    assert.equal(await subscribed(streamNameFilter({ regex: `^${prefix}[fg]-1$` }), 2), "12");
    assert.equal(await subscribed(eventTypeFilter({ prefixes: [`${prefix}su`] }), 1), "2");
    assert.equal(await subscribed(eventTypeFilter({ regex: `^${prefix}.ung$` }), 1), "2");
  },

  async "a subscription to a stream"(store) {
    const stream = `${prefix}live`;
    await store.appendToStream(stream, [event("0"), event("1")]);
    const subscription = store.subscribeToStream(stream, { fromRevision: START });
    assert.deepEqual(texts(await take(subscription, 4, () => store.appendToStream(stream, [event("2"), event("3")]))), ["0", "1", "2", "3"]);
    assert.deepEqual(texts(await take(store.subscribeToStream(stream, { fromRevision: 1n }), 2)), ["2", "3"]);
    const missing = store.subscribeToStream(`${prefix}to-come`, { fromRevision: START });
    assert.deepEqual(texts(await take(missing, 1, () => store.appendToStream(`${prefix}to-come`, event("now")))), ["now"]);
  },

  async "a subscription to all, filtered, with checkpoints"(store) {
    const filter = streamNameFilter({ prefixes: [`${prefix}sub-`], checkpointInterval: 1, maxSearchWindow: 32, checkpointReached: (_, position) => checkpoints.push(position) });
    const checkpoints = [];
    const first = await store.appendToStream(`${prefix}sub-1`, event("1"));
    await store.appendToStream(`${prefix}other`, Array.from({ length: 100 }, () => event("other")));
    const subscription = store.subscribeToAll({ fromPosition: START, filter });
    assert.deepEqual(texts(await take(subscription, 2, () => store.appendToStream(`${prefix}sub-2`, event("2")))), ["1", "2"]);
    assert.ok(checkpoints.length > 0, "a checkpoint comes every 32 events considered");
    const after = store.subscribeToAll({ fromPosition: first.position, filter });
    assert.deepEqual(texts(await take(after, 1)), ["2"]);
    const live = store.subscribeToAll({ fromPosition: END, filter: excludeSystemEvents() });
    await new Promise((resolve) => live.once("confirmation", resolve));
    assert.deepEqual(texts(await take(live, 1, () => store.appendToStream(`${prefix}sub-3`, event("3")))), ["3"]);
  },

  async "delete, write again, tombstone"(store) {
    const stream = `${prefix}gone`;
    await store.appendToStream(stream, [event("0"), event("1")]);
    await assert.rejects(store.deleteStream(stream, { expectedRevision: 7n }), WrongExpectedVersionError);
    assert.ok((await store.deleteStream(stream, { expectedRevision: 1n })).position.commit > 0n);
    await assert.rejects(collect(store.readStream(stream)), StreamNotFoundError);
    assert.equal((await store.appendToStream(stream, event("2"), { expectedRevision: NO_STREAM })).nextExpectedRevision, 2n);
    assert.deepEqual(texts(await collect(store.readStream(stream))), ["2"]);
    await assert.rejects(store.tombstoneStream(stream, { expectedRevision: NO_STREAM }), WrongExpectedVersionError);
    await store.tombstoneStream(stream, { expectedRevision: 2n });
    await assert.rejects(collect(store.readStream(stream)), StreamDeletedError);
    await assert.rejects(store.appendToStream(stream, event("3")), StreamDeletedError);
  },

  async "metadata that cuts a stream"(store) {
    const stream = `${prefix}cut`;
    await store.appendToStream(stream, ["0", "1", "2", "3"].map((text) => event(text)));
    await store.setStreamMetadata(stream, { truncateBefore: 1 });
    assert.deepEqual(texts(await collect(store.readStream(stream))), ["1", "2", "3"]);
    await store.setStreamMetadata(stream, { maxCount: 2 });
    assert.deepEqual(texts(await collect(store.readStream(stream))), ["2", "3"]);
    assert.equal((await store.getStreamMetadata(stream)).metadata.maxCount, 2);
  },

  async "an append that is too large"(store) {
    const large = jsonEvent({ type: "large", data: { text: "x".repeat(1024 * 1024 + 1) } });
    await assert.rejects(store.appendToStream(`${prefix}large`, large), (refused) => /append/i.test(`${refused.type} ${refused.message}`));
  },
};

async function standIn(version) {
  const data = mkdtempSync(join(tmpdir(), "stand-in-"));
  const program = fileURLToPath(new URL("../EventStoreStandIn/bin/Release/net10.0/Ledger.EventStoreStandIn.dll", import.meta.url));
  const server = spawn("dotnet", [program, "--port", "0", "--data", data, "--server-version", version], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    const told = /^\s+protocol\s+(\S+)/.exec(line);
    if (told) {
      return {
        name: `as ${version}`,
        address: told[1],
        stop: async () => {
          const ended = new Promise((resolve) => server.once("exit", resolve));
          server.kill("SIGTERM");
          await ended;
          rmSync(data, { recursive: true });
        },
      };
    }
  }
  throw new Error("the stand-in did not come up");
}

// The older version has no batch append: the same checks then go by single appends.
const servers = process.argv[2] ? [{ name: "given", address: process.argv[2], stop: async () => {} }] : await Promise.all([standIn("23.10.0"), standIn("20.10.0")]);
let failed = 0;
for (const server of servers) {
  const store = EventStoreDBClient.connectionString(server.address);
  for (const [name, check] of Object.entries(checks)) {
    const start = Date.now();
    try {
      await check(store, server.address);
      console.log(`ok      ${server.name}: ${name} (${Date.now() - start} ms)`);
    } catch (failure) {
      failed++;
      console.log(`FAILED  ${server.name}: ${name}: ${failure.stack}`);
    }
  }
  await store.dispose();
  await server.stop();
}
process.exit(failed === 0 ? 0 : 1);
