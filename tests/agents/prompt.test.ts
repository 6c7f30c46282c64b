import { expect, test } from "bun:test";
import { promptOf } from "../../server/agents/prompt.ts";
import type { Turn } from "../../server/agents/store/turns.ts";
import { createStores } from "../../server/agents/stores.ts";
import type { Actor } from "../../shared/actor.ts";
import type { Message } from "../../shared/message.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

test("an agent whose conversation is lost is told what was said, and nothing that waits for a later turn", () => {
  using scratch = openScratchDatabase();
  const stores = createStores(scratch.db);
  const { id: sessionId } = stores.sessions.insert(makeSession({ claudeSessionId: null }));
  const say = (role: Message["role"], text: string) =>
    stores.messages.insert({ sessionId, role, content: [{ type: "text", text }], state: "done" });
  const ask = (text: string) =>
    stores.turns.insert({
      sessionId,
      messageId: say("user", text).id,
      idempotencyKey: undefined,
      actor: "owner",
    });

  const first = ask("Which wood?");
  stores.turns.setStatus(first.number, "completed", { startedAt: new Date(), endedAt: new Date() });
  say("assistant", "Larch.");
  const next = ask("/long or short?");
  ask("And the paint?");

  const { blocks: [told, ...prompt] = [], command } = promptOf(next, [], stores) ?? {};
  const history = told?.type === "text" ? told.text : "";
  expect(history).toContain("Owner: Which wood?\n\nYou: Larch.");
  expect(history).not.toContain("or short?");
  expect(history).not.toContain("paint");
  expect(prompt).toEqual([{ type: "text", text: "/long or short?" }]);
  // It would take the history for its own.
  expect(command).toBeUndefined();
});

test("a message runs a command only as the owner's own and with nothing beside it", () => {
  using scratch = openScratchDatabase();
  const stores = createStores(scratch.db);
  const { id: sessionId } = stores.sessions.insert(makeSession({ claudeSessionId: Bun.randomUUIDv7() }));
  const ask = (text: string, actor: Actor) => {
    const content = [{ type: "text" as const, text }];
    const { id: messageId } = stores.messages.insert({ sessionId, role: "user", content, state: "done" });
    return stores.turns.insert({ sessionId, messageId, idempotencyKey: undefined, actor });
  };
  const commandIn = (text: string, actor: Actor = "owner", unheard: Turn[] = []) =>
    promptOf(ask(text, actor), unheard, stores)?.command;

  expect(commandIn("/paint the shed")).toBe("paint");
  expect(commandIn("Please /paint")).toBeUndefined();
  expect(commandIn(" /paint")).toBeUndefined();
  for (const actor of ["session:x", "webhook:x", "integration:x", "token:x", "porter"] as const)
    expect(commandIn("/paint", actor)).toBeUndefined();
  expect(commandIn("/paint", "owner", [ask("Wait", "owner")])).toBeUndefined();
  // The CLI has not named the conversation yet: nothing is told beside its first message.
  const { id } = stores.sessions.insert(makeSession({ id: Bun.randomUUIDv7(), claudeSessionId: null }));
  const content = [{ type: "text" as const, text: "/paint" }];
  const { id: messageId } = stores.messages.insert({ sessionId: id, role: "user", content, state: "done" });
  const start = (actor: Actor) =>
    promptOf(stores.turns.insert({ sessionId: id, messageId, idempotencyKey: undefined, actor }), [], stores);
  expect(start("owner")?.command).toBe("paint");
  expect(start("webhook:x")?.command).toBeUndefined();
});
