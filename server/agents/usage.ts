import type { Actor } from "../../shared/actor.ts";
import type { Session } from "../../shared/session.ts";
import type {
  RaiseDayBudget,
  ReadUsage,
  SessionSpending,
  SetBudget,
  SetResume,
  UsageReport,
} from "../../shared/usage.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Tasks } from "../tasks/service.ts";
import { dollars, type Budgets } from "./budgets.ts";
import type { Holding } from "./holding.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import type { Transitions } from "./transitions.ts";
import { groupModels, groupTurns, isCutOff, noUsage, spentIn } from "./usage-groups.ts";
import { stepsOf } from "./usage-steps.ts";

const LATEST_TURNS = 12;
const LONGEST_LIST = 50;

export type Usage = ReturnType<typeof createUsage>;

/** What agents took, and what keeps them from taking more: budgets, and the limits of the owner's plan. */
export function createUsage(deps: {
  stores: Stores;
  transitions: Transitions;
  holding: Holding;
  budgets: Budgets;
  planLimits: PlanLimits;
  tasks: Pick<Tasks, "find" | "describe">;
  events: Pick<EventLog, "findLatest">;
  timeZone: string;
  /** Turns may be queued that were not. */
  pump: () => void;
}) {
  const { stores, transitions, holding, budgets, planLimits, tasks, timeZone } = deps;

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Session {
    const session = stores.sessions.find(id);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    return session;
  }

  /** A task as it stands, or as it was when it was removed. */
  function nameOf(taskId: string): Pick<UsageReport["tasks"][number], "number" | "title" | "isRemoved"> {
    const task = tasks.find(taskId);
    if (task) return { number: task.number, title: task.title, isRemoved: false };
    const removal = deps.events.findLatest(`task:${taskId}`, "task.removed");
    const removed = removal && tasks.describe(removal)?.task;
    return { number: removed?.number ?? null, title: removed?.title ?? "", isRemoved: true };
  }

  /** The turns that a budget keeps from beginning and that it no longer would. */
  function releaseHeld(now: Date, actor: Actor): number {
    const free = stores.usage.heldSessions().filter((id) => budgets.heldBy(get(id), now) === null);
    for (const id of free) holding.release(id, actor);
    return free.length;
  }

  return {
    report({ period }: ReadUsage, now = new Date()): UsageReport {
      const steps = stepsOf(period, now, timeZone);
      const turns = stores.usage.between(steps.from, steps.to);
      const byTask = groupTurns(turns, ({ taskId }) => taskId ?? undefined);
      const titles = new Map(turns.map(({ sessionId, title }) => [sessionId, title]));
      return {
        from: steps.from,
        to: steps.to,
        timeZone,
        total: groupTurns(turns, () => "all")[0]?.sum ?? noUsage,
        steps: steps.sumUp(turns),
        models: groupModels(turns),
        sessions: groupTurns(turns, ({ sessionId }) => sessionId)
          .slice(0, LONGEST_LIST)
          .map(({ key, sum }) => ({ ...sum, sessionId: key, title: titles.get(key) ?? "" })),
        tasks: byTask.slice(0, LONGEST_LIST).map(({ key, sum }) => ({ ...sum, taskId: key, ...nameOf(key) })),
        triggers: groupTurns(turns, ({ actor }) => actor).map(({ key, sum }) => ({ ...sum, actor: key })),
        today: budgets.ofDay(now),
      };
    },

    /** @throws PorterError NOT_FOUND */
    spending(id: string, now = new Date()): SessionSpending {
      const session = get(id);
      return {
        turns: stores.usage.latest(id, LATEST_TURNS).map((turn) => ({
          ...spentIn(turn),
          number: turn.number,
          at: turn.at,
          actor: turn.actor,
          cost: turn.isRunning ? "open" : isCutOff(turn) ? "unknown" : "told",
        })),
        cutOff: stores.usage.cutOff(id),
        session: budgets.ofSession(session),
        today: budgets.ofDay(now),
        heldBy: stores.usage.heldSessions().includes(id) ? budgets.heldBy(session, now) : null,
      };
    },

    limits: () => ({ items: planLimits.list() }),

    describe: planLimits.describe,

    /** Whether a budget keeps the turn from beginning; then it waits, and the owner is asked. */
    holdBack(turn: Turn, now = new Date()): boolean {
      const session = get(turn.sessionId);
      const heldBy = turn.startedAt === null ? budgets.heldBy(session, now) : null;
      if (heldBy === null) return false;
      const { spentUsd, budgetUsd } = heldBy === "session" ? budgets.ofSession(session) : budgets.ofDay(now);
      const what = heldBy === "session" ? "The session has" : "Today's agents have";
      const body = `${what} cost ${dollars(spentUsd)} of ${dollars(budgetUsd ?? 0)}. May it go on?`;
      holding.keepBack(turn, body);
      return true;
    },

    /** @throws PorterError NOT_FOUND */
    setBudget({ id, budgetUsd }: SetBudget, actor: Actor): Session {
      get(id);
      transitions.changeSession(id, { budgetUsd }, actor);
      if (releaseHeld(new Date(), actor) > 0) deps.pump();
      return get(id);
    },

    /** @throws PorterError CONFLICT when the configuration sets no budget for a day */
    raiseDayBudget({ toUsd }: RaiseDayBudget, actor: Actor): void {
      const now = new Date();
      if (budgets.ofDay(now).budgetUsd === null)
        throw new PorterError("CONFLICT", "No budget is set for a day (agents.day_budget_usd).");
      budgets.raiseDay(toUsd, actor, now);
      if (releaseHeld(now, actor) > 0) deps.pump();
    },

    /** @throws PorterError NOT_FOUND */
    setResume({ id, resumesAtReset }: SetResume, actor: Actor): Session {
      get(id);
      return transitions.changeSession(id, { resumesAtReset }, actor);
    },

    /**
     * Does not wait for the end of the limit any longer.
     * @throws PorterError NOT_FOUND, or CONFLICT when no limit holds the session
     */
    goOn(id: string, actor: Actor): Session {
      if (get(id).limitedUntil === null)
        throw new PorterError("CONFLICT", "This session does not wait for the end of a limit.");
      holding.release(id, actor);
      deps.pump();
      return get(id);
    },

    /** Lets go on what waited for this moment; the next one that something waits for. */
    releaseDue(now: Date): Date | undefined {
      const due = stores.usage.dueAtReset(now);
      for (const id of due) holding.release(id, "porter");
      if (due.length + releaseHeld(now, "porter") > 0) deps.pump();
      const reset = stores.usage.nextReset();
      const day = stores.usage.heldSessions().length > 0 ? budgets.nextDay(now) : undefined;
      return reset && day ? new Date(Math.min(reset.getTime(), day.getTime())) : (reset ?? day);
    },
  };
}
