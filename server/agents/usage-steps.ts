import type { UsagePeriod, UsageReport, UsageSum } from "../../shared/usage.ts";
import { inZone, toDate } from "../tasks/time-zone.ts";
import type { PaidTurn } from "./store/usage.ts";
import { noUsage, withTurn } from "./usage-groups.ts";

const DAYS: Record<UsagePeriod, number> = { day: 1, week: 7, month: 30 };

/** The hours or days that a period is made of, by the wall clock of the zone: a day may have 23 or 25 hours. */
export function stepsOf(period: UsagePeriod, now: Date, timeZone: string) {
  const today = inZone(now, timeZone).startOfDay();
  const first = today.subtract({ days: DAYS[period] - 1 }).startOfDay();
  const end = today.add({ days: 1 }).startOfDay();
  const length = period === "day" ? { hours: 1 } : { days: 1 };
  const starts: Date[] = [];
  for (let at = first; Temporal.ZonedDateTime.compare(at, end) < 0; at = at.add(length))
    starts.push(toDate(at));

  return {
    from: toDate(first),
    to: toDate(end),
    sumUp(turns: readonly PaidTurn[]): UsageReport["steps"] {
      const sums: UsageSum[] = starts.map(() => noUsage);
      for (const turn of turns) {
        const index = starts.findLastIndex((start) => start <= turn.at);
        const sum = sums[index];
        if (sum) sums[index] = withTurn(sum, turn);
      }
      return starts.flatMap((at, index) => {
        const sum = sums[index];
        return sum ? [{ ...sum, at }] : [];
      });
    },
  };
}
