import { z } from "zod";
import type { Actor } from "../../shared/actor.ts";
import type { Session } from "../../shared/session.ts";
import type { Budget, SessionSpending } from "../../shared/usage.ts";
import type { Config } from "../config/load.ts";
import type { EventLog } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import { inZone, toDate } from "../tasks/time-zone.ts";
import type { Stores } from "./stores.ts";

/** The owner is told once when this much of a budget is spent. */
const WARN_AT = 0.8;

const Raised = z.object({ toUsd: z.number() });

type Costs = Pick<Session, "id" | "title" | "costUsd" | "budgetUsd">;

type Day = { name: string; from: Date; to: Date };

export type Budgets = ReturnType<typeof createBudgets>;

/** What sessions and days may cost. A day's raised budget stands in the event log: it is good for that day alone. */
export function createBudgets(deps: {
  stores: Pick<Stores, "usage">;
  events: Pick<EventLog, "write" | "findLatest">;
  notifications: Pick<Notifications, "notify">;
  config: Pick<Config["agents"], "session_budget_usd" | "day_budget_usd">;
  timeZone: string;
}) {
  const { stores, events, notifications, config, timeZone } = deps;

  let today: Day | undefined;

  /** The day as it is written, and its ends: kept, as finding them takes longer than what is asked of the day. */
  function dayOf(now: Date): Day {
    if (today && today.from <= now && now < today.to) return today;
    const from = inZone(now, timeZone).startOfDay();
    today = { name: from.toPlainDate().toString(), from: toDate(from), to: toDate(from.add({ days: 1 })) };
    return today;
  }

  function dayBudget(day: string): number | undefined {
    if (config.day_budget_usd === undefined) return undefined;
    const raised = events.findLatest(`budget:${day}`, "budget.raised");
    return raised ? Raised.parse(raised.after).toUsd : config.day_budget_usd;
  }

  const ofSession = ({ costUsd, budgetUsd }: Pick<Costs, "costUsd" | "budgetUsd">): Budget =>
    budgetOf(costUsd, budgetUsd ?? config.session_budget_usd, config.session_budget_usd);

  function ofDay(now: Date): Budget {
    const day = dayOf(now);
    const spent = stores.usage.costBetween(day.from, day.to);
    return budgetOf(spent, dayBudget(day.name), config.day_budget_usd);
  }

  return {
    ofSession,
    ofDay,

    /** The budget that keeps the session's next turn from beginning. */
    heldBy(session: Pick<Costs, "costUsd" | "budgetUsd">, now: Date): SessionSpending["heldBy"] {
      if (isSpent(ofSession(session))) return "session";
      return isSpent(ofDay(now)) ? "day" : null;
    },

    /**
     * Tells the owner when a turn takes its session or the day over the mark. Call it in its transaction.
     * @param session with what the turn took
     * @param addedUsd what that was; the turn itself does not have it yet
     */
    warn(session: Costs, addedUsd: number, now: Date): void {
      const actor: Actor = `session:${session.id}`;
      const own = ofSession(session);
      if (crossesMark(own, addedUsd)) {
        notifications.notify(
          {
            kind: "budget_warning",
            title: session.title,
            body: `It has cost ${dollars(own.spentUsd)} of its ${dollars(own.budgetUsd ?? 0)}.`,
            link: `/agents/${session.id}`,
            key: `budget:session:${session.id}`,
          },
          actor,
        );
      }
      const before = ofDay(now);
      const day = { ...before, spentUsd: before.spentUsd + addedUsd };
      if (crossesMark(day, addedUsd)) {
        notifications.notify(
          {
            kind: "budget_warning",
            title: "Today's agents",
            body: `They have cost ${dollars(day.spentUsd)} of the ${dollars(day.budgetUsd ?? 0)} for today.`,
            link: "/usage",
            key: `budget:day:${dayOf(now).name}`,
          },
          actor,
        );
      }
    },

    raiseDay(toUsd: number, actor: Actor, now: Date): void {
      const subject = `budget:${dayOf(now).name}`;
      events.write((append) => append({ kind: "budget.raised", subject, actor, after: { toUsd } }));
    },

    /** What the owner is told when a limit of the plan stops a turn; by Porter's clock. */
    describeLimit(until: Date): string {
      const end = inZone(until, timeZone);
      const isToday = end.toPlainDate().equals(inZone(new Date(), timeZone).toPlainDate());
      const day = isToday ? "" : `${end.toPlainDate().toString()} `;
      return `The limit of the Claude plan is met. It waits until ${day}${end.toPlainTime().toString({ smallestUnit: "minute" })}.`;
    },

    /** When today's budget is no longer the one that counts. */
    nextDay: (now: Date): Date => dayOf(now).to,
  };
}

/**
 * @param step by how much the budget is raised; its own amount when the configuration has none
 */
function budgetOf(spentUsd: number, budgetUsd: number | undefined, step = budgetUsd): Budget {
  if (budgetUsd === undefined || step === undefined) return { spentUsd, budgetUsd: null, raisedUsd: null };
  const whole = Math.max(1, Math.floor((spentUsd - budgetUsd) / step) + 1);
  // Fractions of a cent are not exact in binary: what it is raised to has to be above what was spent.
  const steps = budgetUsd + step * whole > spentUsd ? whole : whole + 1;
  return { spentUsd, budgetUsd, raisedUsd: budgetUsd + step * steps };
}

const isSpent = ({ spentUsd, budgetUsd }: Budget): boolean => budgetUsd !== null && spentUsd >= budgetUsd;

function crossesMark({ spentUsd, budgetUsd }: Budget, added: number): boolean {
  if (budgetUsd === null) return false;
  const mark = budgetUsd * WARN_AT;
  return spentUsd >= mark && spentUsd - added < mark;
}

export const dollars = (usd: number): string => `$${usd.toFixed(2)}`;
