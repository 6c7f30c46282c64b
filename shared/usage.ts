import { z } from "zod";
import type { Actor } from "./actor.ts";
import { Id } from "./ids.ts";
import type { Spent, Usage } from "./session.ts";

/** Today, the last 7 days and the last 30 days, each with the day that is. A day is one of Porter's time zone. */
export const UsagePeriod = z.enum(["day", "week", "month"]);
export type UsagePeriod = z.infer<typeof UsagePeriod>;

export const ReadUsage = z.strictObject({ period: UsagePeriod });
export type ReadUsage = z.infer<typeof ReadUsage>;

/**
 * What a turn took, by the name of the model. `untold`: tokens, as the stream told them, of calls whose cost the CLI has
 * not told: of a turn that runs not yet, of one in whose midst it was killed never. The other fields are without them.
 */
export type SpentByModel = Record<string, Spent & { untold?: Usage }>;

/**
 * What some turns took together. `cutOff`: so many of them were cut off, so that their tokens are at least these and
 * their cost is not in it.
 */
export type UsageSum = Spent & { turns: number; cutOff: number };

/** One of the limits of the owner's plan, as the Claude CLI told it last. */
export type PlanLimit = {
  /** The CLI's name of it: `five_hour`, `seven_day`, … */
  type: string;
  status: "allowed" | "allowed_warning" | "rejected";
  /** 0 to 1; null where the CLI does not say. */
  utilization: number | null;
  resetsAt: Date | null;
  seenAt: Date;
};

/** All limits as they stand now. */
export type LimitsChange = { items: PlanLimit[] };

/** US dollars. `budgetUsd` is null where none is set; `raisedUsd` is the next step above what was spent. */
export type Budget = { spentUsd: number; budgetUsd: number | null; raisedUsd: number | null };

export type UsageReport = {
  from: Date;
  to: Date;
  timeZone: string;
  total: UsageSum;
  /** Hours of a day, days of the other periods; without gaps, oldest first. */
  steps: (UsageSum & { at: Date })[];
  /** The costliest first, here and below. A turn from before models were written down stands under "". */
  models: (UsageSum & { model: string })[];
  sessions: (UsageSum & { sessionId: string; title: string })[];
  /** `number`: null of a task that was removed so long ago that the log does not hold it any more. */
  tasks: (UsageSum & { taskId: string; number: number | null; title: string; isRemoved: boolean })[];
  /** By who asked. */
  triggers: (UsageSum & { actor: Actor })[];
  today: Budget;
};

/** What a session has cost, and what it may. */
export type SessionSpending = {
  /** Its last turns that took something, the newest first. `cost`: `open` while it runs, `unknown` of one that was cut off. */
  turns: (Spent & { number: number; at: Date; actor: Actor; cost: "told" | "open" | "unknown" })[];
  /** How many of all its turns were cut off: what they cost is in no sum. */
  cutOff: number;
  session: Budget;
  today: Budget;
  /** The budget that keeps a turn of it from beginning; null when none waits for that. */
  heldBy: "session" | "day" | null;
};

const Dollars = z.number().positive().max(1_000_000);

export const SessionRef = z.strictObject({ id: Id });

/** Null: what the configuration says. */
export const SetBudget = z.strictObject({ id: Id, budgetUsd: Dollars.nullable() });
export type SetBudget = z.infer<typeof SetBudget>;

/** For what is left of today. */
export const RaiseDayBudget = z.strictObject({ toUsd: Dollars });
export type RaiseDayBudget = z.infer<typeof RaiseDayBudget>;

export const SetResume = z.strictObject({ id: Id, resumesAtReset: z.boolean() });
export type SetResume = z.infer<typeof SetResume>;
