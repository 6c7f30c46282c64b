import { expect, test } from "bun:test";
import { createSpendingSoFar } from "../../server/agents/spending-so-far.ts";
import { createStores } from "../../server/agents/stores.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

const call = (model: string | undefined, outputTokens: number, caller = "") => ({
  caller,
  model,
  tokens: { outputTokens, ...(model !== undefined && { inputTokens: 100 }) },
});

test("what a process leaves behind stays untold beside what the next one tells, and a sub-agent's calls count apart", () => {
  using house = openScratchDatabase();
  const stores = createStores(house.db);
  const { id: sessionId } = stores.sessions.insert(makeSession());
  const { id: messageId } = stores.messages.insert({ sessionId, role: "user", content: [], state: "done" });
  const { number } = stores.turns.insert({ sessionId, messageId, idempotencyKey: undefined });
  stores.turns.setStatus(number, "running");
  const untold = () =>
    Object.entries(stores.turns.find(number)?.spent ?? {}).map(([model, spent]) => [
      model,
      spent.untold?.inputTokens,
      spent.untold?.outputTokens,
    ]);

  const killed = createSpendingSoFar({ sessionId, stores });
  killed.note(call("opus", 1));
  killed.note(call("haiku", 1, "toolu_1"));
  killed.note(call(undefined, 20));
  killed.note(call(undefined, 7, "toolu_1"));
  killed.note(call("opus", 1));
  const left = [
    ["opus", 200, 21],
    ["haiku", 100, 7],
  ];
  expect(untold()).toEqual(left);

  const next = createSpendingSoFar({ sessionId, stores });
  next.note(call("opus", 5));
  expect(untold()).toEqual([
    ["opus", 300, 26],
    ["haiku", 100, 7],
  ]);
  next.settle();
  expect(untold()).toEqual(left);
  next.note(call("opus", 3));
  expect(untold()[0]).toEqual(["opus", 300, 24]);
});
