import { expect, test } from "bun:test";
import type { PorterClient } from "../../client/sdk/client.ts";
import { createWatch, MOST_KNOWN } from "../../mcp/resources/watch.ts";
import { watchTables } from "./tables-in-memory.ts";

/** A client of the router that hears of each session in turn. */
function clientThatHears(ids: readonly string[]) {
  const heard = Promise.withResolvers<void>();
  async function* stream() {
    yield { data: { topic: "stream", change: { type: "ready" } } };
    for (const id of ids) yield { data: { topic: "agents", change: { type: "session", session: { id } } } };
    heard.resolve();
    await new Promise(() => undefined);
  }
  const client = { events: { onEvent: { subscribe: stream } } } as unknown as PorterClient; // It asks for no more.
  return { client, heard: heard.promise };
}

test("one who watches for long holds a bounded number of sessions, those heard of last", async () => {
  using tables = watchTables();
  const ids = Array.from({ length: MOST_KNOWN + 100 }, (_, place) => `heard-of-${place}`);
  const [first = "", second = ""] = ids;
  const { client, heard } = clientThatHears([...ids.slice(0, MOST_KNOWN), first, ...ids.slice(MOST_KNOWN)]);
  const watch = createWatch(client, { updated: () => undefined, listChanged: () => undefined });
  await watch.add("porter://session/1", "session:1");
  await heard;
  const held = tables.keys().filter((key) => key.startsWith("heard-of-"));
  expect(held).toHaveLength(MOST_KNOWN);
  expect(held).toContain(first);
  expect(held).not.toContain(second);
  watch.end();
});
