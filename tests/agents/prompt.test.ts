import { expect, test } from "bun:test";
import { promptOf } from "../../server/agents/prompt.ts";
import { createSlashCommandStore } from "../../server/agents/store/commands.ts";
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
    stores.turns.insert({ sessionId, messageId: say("user", text).id, idempotencyKey: undefined });

  const first = ask("Which wood?");
  stores.turns.setStatus(first.number, "completed", { startedAt: new Date(), endedAt: new Date() });
  say("assistant", "Larch.");
  const next = ask("How long?");
  ask("And the paint?");

  const commands = createSlashCommandStore(scratch.db);
  const [told, ...prompt] = promptOf(next, [], { ...stores, commands })?.blocks ?? [];
  const history = told?.type === "text" ? told.text : "";
  expect(history).toContain("Owner: Which wood?\n\nYou: Larch.");
  expect(history).not.toContain("How long?");
  expect(history).not.toContain("paint");
  expect(prompt).toEqual([{ type: "text", text: "How long?" }]);
});

test("a message runs a command only as the owner's own and with nothing beside it", () => {
  using scratch = openScratchDatabase();
  const stores = { ...createStores(scratch.db), commands: createSlashCommandStore(scratch.db) };
  const { id: sessionId } = stores.sessions.insert(makeSession({ claudeSessionId: Bun.randomUUIDv7() }));
  stores.commands.set(sessionId, [{ name: "paint", description: "", argumentHint: "" }]);
  const ask = (text: string, actor: Actor) => {
    const content = [{ type: "text" as const, text }];
    const { id: messageId } = stores.messages.insert({ sessionId, role: "user", content, state: "done" });
    return stores.turns.insert({ sessionId, messageId, idempotencyKey: undefined, actor });
  };
  const isRun = (text: string, actor: Actor = "owner", unheard: Turn[] = []) =>
    promptOf(ask(text, actor), unheard, stores)?.isCommand;

  expect(isRun("/paint the shed")).toBe(true);
  expect(isRun("/painting")).toBe(false);
  expect(isRun("Please /paint")).toBe(false);
  expect(isRun(" /paint")).toBe(false);
  for (const actor of ["session:x", "webhook:x", "integration:x", "token:x", "porter"] as const)
    expect(isRun("/paint", actor)).toBe(false);
  expect(isRun("/paint", "owner", [ask("Wait", "owner")])).toBe(false);
});
