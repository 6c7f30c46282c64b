import { expect, test } from "bun:test";
import { createAnswerWriter } from "../../server/agents/answer-writer.ts";
import type { AgentLive } from "../../server/agents/live.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createEventLog } from "../../server/events/log.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

/**
 * Of a tool call the CLI streams no words, for minutes when its input is a long file. What had begun stood on no disk until
 * then: neither the message nor what its call of the model took, and what was said meanwhile took its place.
 */
test("an answer that begins with a tool call is written down when it begins, not when the call is whole", async () => {
  using house = openScratchDatabase();
  const stores = createStores(house.db);
  const events = createEventLog<AgentLive>({ db: house.db });
  const { id: sessionId } = stores.sessions.insert(makeSession({}));
  const begun = Promise.withResolvers<void>();
  const writer = createAnswerWriter({ sessionId, stores, events, onBegun: begun.resolve });

  writer.begin("msg_1");
  writer.beginBlock(0, { type: "tool_use", id: "toolu_1", name: "Write", input: {} });
  await begun.promise; // In the transaction, which has ended by now.
  stores.messages.insert({ sessionId, role: "user", content: [], state: "done" });
  expect(house.read<{ role: string }>("SELECT role FROM messages ORDER BY seq")).toMatchObject([
    { role: "assistant" },
    { role: "user" },
  ]);
  writer.finish();
});
