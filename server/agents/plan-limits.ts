import type { Actor } from "../../shared/actor.ts";
import type { LimitsChange, PlanLimit } from "../../shared/usage.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { TurnPrompt } from "./prompt.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";

/** A limit whose end is already past by this machine's clock is tried again after this time, in ms. */
const TRY_AGAIN = 60_000;

const GO_ON = "The usage limit that stopped you is over. Go on where you stopped.";

type ReportedLimit = Omit<PlanLimit, "seenAt">;

export type PlanLimits = ReturnType<typeof createPlanLimits>;

/** The limits of the owner's plan: every process tells of them, at every call of the model. */
export function createPlanLimits({
  stores,
  events,
}: {
  stores: Pick<Stores, "planLimits">;
  events: Pick<EventLog, "write">;
}) {
  return {
    /** Writes down what has changed, by whole percents. */
    note(reported: readonly ReportedLimit[], actor: Actor): void {
      const known = stores.planLimits.list();
      const changed = reported.map(inPercents).filter((limit) => !known.some(isSame(limit)));
      if (changed.length === 0) return;
      events.write((append) => {
        const seenAt = new Date();
        for (const limit of changed) stores.planLimits.save({ ...limit, seenAt });
        append({ kind: "limit.updated", subject: "limit:plan", actor });
      });
    },

    list: stores.planLimits.list,

    /**
     * Until when a turn has to wait that failed for a rate limit. Null when no limit of the plan was met: then it was
     * the API's own, which says no end.
     * @param told what the failed call said of the end
     */
    waitsUntil(told: Date | null, now: Date): Date | null {
      const rejected = stores.planLimits
        .list()
        .filter(({ status }) => status === "rejected")
        .flatMap(({ resetsAt }) => (resetsAt !== null && resetsAt > now ? [resetsAt.getTime()] : []));
      const end = told ?? (rejected.length > 0 ? new Date(Math.max(...rejected)) : null);
      if (end === null) return null;
      return end > now ? end : new Date(now.getTime() + TRY_AGAIN);
    },

    describe: ({ kind }: LogEvent): LimitsChange | undefined =>
      kind === "limit.updated" ? { items: stores.planLimits.list() } : undefined,
  };
}

/** What an agent is told whose turn was stopped by a limit; undefined for any other turn. */
export function goOnPrompt(turn: Turn, stores: Pick<Stores, "sessions">): TurnPrompt | undefined {
  const session = stores.sessions.find(turn.sessionId);
  // Without its conversation the agent is told that instead.
  if (turn.startedAt === null || !session?.limitedUntil || session.claudeSessionId === null) return undefined;
  return { blocks: [{ type: "text", text: GO_ON }] };
}

const inPercents = (limit: ReportedLimit): ReportedLimit => ({
  ...limit,
  utilization: limit.utilization === null ? null : Math.round(limit.utilization * 100) / 100,
});

const isSame = (limit: ReportedLimit) => (other: PlanLimit) =>
  limit.type === other.type &&
  limit.status === other.status &&
  limit.utilization === other.utilization &&
  limit.resetsAt?.getTime() === other.resetsAt?.getTime();
