import { toDateField } from "./date-fields.ts";
import { addDays, momentOn } from "./event-times.ts";

export type Gap = { start: Date; end: Date };

/** Nobody is asked to work at night: free time is offered between these hours. */
const FROM_HOUR = 8;
const TO_HOUR = 20;
const QUARTER_MS = 15 * 60_000;

/** "45 min", "2 hr", "1 hr 15 min". */
export function lengthOf({ start, end }: Gap): string {
  const all = Math.round((end.getTime() - start.getTime()) / 60_000);
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  return [hours > 0 && `${hours} hr`, minutes > 0 && `${minutes} min`].filter(Boolean).join(" ");
}

/** What of the gaps lies in the daytime and ahead, and lasts so long, cut at the ends of the days. */
export function daytimeOf(gaps: readonly Gap[], now: Date, minutes: number): Gap[] {
  const from = new Date(Math.ceil(now.getTime() / QUARTER_MS) * QUARTER_MS);
  const found: Gap[] = [];
  for (const gap of gaps) {
    for (let day = toDateField(gap.start); momentOn(day, 0) < gap.end; day = addDays(day, 1)) {
      const [opens, closes] = [momentOn(day, FROM_HOUR * 60), momentOn(day, TO_HOUR * 60)];
      const start = new Date(Math.max(gap.start.getTime(), opens.getTime(), from.getTime()));
      const end = new Date(Math.min(gap.end.getTime(), closes.getTime()));
      if (end.getTime() - start.getTime() >= minutes * 60_000) found.push({ start, end });
    }
  }
  return found;
}

/** The first times of that length: one of each gap, then later ones of the same. */
export function offersOf(gaps: readonly Gap[], now: Date, wanted: { minutes: number; count: number }): Gap[] {
  const length = wanted.minutes * 60_000;
  const free = daytimeOf(gaps, now, wanted.minutes);
  const offers: Gap[] = [];
  for (let round = 0; offers.length < wanted.count; round += 1) {
    const next = free
      .map(({ start, end }) => ({ start: new Date(start.getTime() + round * length), end }))
      .filter(({ start, end }) => start.getTime() + length <= end.getTime())
      .map(({ start }) => ({ start, end: new Date(start.getTime() + length) }));
    if (next.length === 0) break;
    offers.push(...next);
  }
  return offers.slice(0, wanted.count).toSorted((a, b) => a.start.getTime() - b.start.getTime());
}
