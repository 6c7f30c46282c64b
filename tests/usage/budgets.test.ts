import { expect, test } from "bun:test";
import { createBudgets } from "../../server/agents/budgets.ts";
import { createStores } from "../../server/agents/stores.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

const NOON = new Date("2026-11-23T12:00:00Z");

function open(scratch: ScratchDatabase, config: { session_budget_usd?: number; day_budget_usd?: number }) {
  const stores = createStores(scratch.db);
  const { events, notifications } = scratch;
  const budgets = createBudgets({ stores, events, notifications, config, timeZone: "Europe/Berlin" });
  const session = stores.sessions.insert(makeSession());
  return {
    budgets,
    session,
    told: () => notifications.list({}).items.map(({ body }) => body),
    pay(costUsd: number, endedAt: Date) {
      const message = stores.messages.insert({
        sessionId: session.id,
        role: "user",
        content: [],
        state: "done",
      });
      const turn = stores.turns.insert({
        sessionId: session.id,
        messageId: message.id,
        idempotencyKey: undefined,
      });
      stores.turns.setStatus(turn.number, "completed", { startedAt: endedAt, endedAt, costUsd });
    },
  };
}

test("a budget is told of once, when it is passed by four fifths, and again only when it was raised", () => {
  using scratch = openScratchDatabase();
  const { budgets, session, told } = open(scratch, { session_budget_usd: 5 });
  const warn = (costUsd: number, addedUsd: number, budgetUsd: number | null = null) =>
    budgets.warn({ ...session, costUsd, budgetUsd }, addedUsd, NOON);
  warn(3.9, 3.9);
  expect(told()).toEqual([]);
  warn(4, 0.1);
  warn(4.5, 0.5);
  warn(6, 1.5);
  expect(told()).toEqual(["It has cost $4.00 of its $5.00."]);
  warn(8.5, 2.5, 10);
  expect(told()).toEqual(["It has cost $8.50 of its $10.00."]);
});

test("a session's own budget goes before the configured one, and is raised by that one's amount", () => {
  using scratch = openScratchDatabase();
  const { budgets, session } = open(scratch, { session_budget_usd: 5 });
  const of = (costUsd: number, budgetUsd: number | null) => budgets.ofSession({ costUsd, budgetUsd });
  expect(of(5.02, null)).toEqual({ spentUsd: 5.02, budgetUsd: 5, raisedUsd: 10 });
  expect(of(12, null).raisedUsd).toBe(15);
  expect(of(15, null).raisedUsd).toBe(20);
  expect(of(1, 2)).toEqual({ spentUsd: 1, budgetUsd: 2, raisedUsd: 7 });
  expect(budgets.heldBy({ ...session, costUsd: 5 }, NOON)).toBe("session");
  expect(budgets.heldBy({ ...session, costUsd: 5, budgetUsd: 6 }, NOON)).toBeNull();
});

test("a day is one of Porter's time zone, and what it was raised to is good for that day", () => {
  using scratch = openScratchDatabase();
  const { budgets, session, pay } = open(scratch, { day_budget_usd: 2 });
  pay(1.5, new Date("2026-11-22T22:59:59Z"));
  pay(2.5, new Date("2026-11-22T23:00:00Z"));
  expect(budgets.ofDay(NOON)).toEqual({ spentUsd: 2.5, budgetUsd: 2, raisedUsd: 4 });
  expect(budgets.heldBy(session, NOON)).toBe("day");
  budgets.raiseDay(4, "owner", NOON);
  expect(budgets.heldBy(session, NOON)).toBeNull();
  const next = budgets.nextDay(NOON);
  expect(next).toEqual(new Date("2026-11-23T23:00:00Z"));
  pay(3, next);
  expect(budgets.heldBy(session, next)).toBe("day");
});

test("without budgets nothing holds", () => {
  using scratch = openScratchDatabase();
  const { budgets, session, told } = open(scratch, {});
  budgets.warn({ ...session, costUsd: 1e6 }, 1e6, NOON);
  expect(budgets.heldBy({ ...session, costUsd: 1e6 }, NOON)).toBeNull();
  expect(told()).toEqual([]);
});
