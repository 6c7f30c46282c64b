import type { PlanLimit } from "../../../shared/usage.ts";
import { untilWords } from "./until-words.ts";

const names: Record<string, string> = {
  five_hour: "5 hours",
  seven_day: "Week",
  seven_day_opus: "Week, Opus",
  seven_day_sonnet: "Week, Sonnet",
  seven_day_overage_included: "Week, with extra usage",
  overage: "Extra usage",
};

/** A limit of the plan in words; one that Porter does not know keeps the CLI's name. */
export const limitName = (type: string): string => names[type] ?? type.replaceAll("_", " ");

const isOver = (limit: PlanLimit, now: Date): boolean => limit.resetsAt !== null && limit.resetsAt <= now;

/** The part that is used, 0 to 1; undefined where nobody has said so. */
export function usedOf(limit: PlanLimit, now: Date): number | undefined {
  if (isOver(limit, now)) return 0;
  if (limit.status === "rejected") return 1;
  return limit.utilization ?? undefined;
}

export function limitTone(limit: PlanLimit, now: Date): "plain" | "caution" | "danger" {
  if (isOver(limit, now) || limit.status === "allowed") return "plain";
  return limit.status === "rejected" ? "danger" : "caution";
}

/** "62 % used, until 15:00". */
export function limitNote(limit: PlanLimit, now: Date): string {
  if (isOver(limit, now)) return "begun anew, not used since";
  const used = usedOf(limit, now);
  const part = used === undefined ? "in use" : `${Math.round(used * 100)} % used`;
  return limit.resetsAt === null ? part : `${part}, until ${untilWords(limit.resetsAt, now)}`;
}
