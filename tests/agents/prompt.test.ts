import { expect, test } from "bun:test";
import { promptOf } from "../../server/agents/prompt.ts";
import { createStores } from "../../server/agents/stores.ts";
import type { Message } from "../../shared/message.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

test("an agent whose conversation is lost is told what was said, and nothing that waits for a later turn", async () => {
  using scratch = openScratchDatabase();
  const stores = createStores(scratch.db);
  const { id: sessionId } = stores.sessions.insert(makeSession({ claudeSessionId: null }));
  const say = (role: Message["role"], text: string) =>
    stores.messages.insert({ sessionId, role, content: [{ type: "text", text }], state: "done" });
  const ask = (text: string) =>
    stores.turns.insert({ sessionId, messageId: say("user", text).id, idempotencyKey: undefined });

  const first = ask("Which wood?");
  stores.turns.setStatus(first.number, "completed", { startedAt: new Date(), endedAt: new Date() });
  say("assistant", "Larch.");
  const next = ask("How long?");
  ask("And the paint?");

  const [told, prompt, ...more] = (await promptOf(next, false, stores)) ?? [];
  expect(told).toContain("Owner: Which wood?\n\nYou: Larch.");
  expect(told).not.toContain("How long?");
  expect(told).not.toContain("paint");
  expect([prompt, more]).toEqual(["How long?", []]);
});
