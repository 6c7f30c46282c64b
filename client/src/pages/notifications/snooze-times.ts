import { fromMomentField } from "../../ui/date-fields.ts";

type SnoozeTime = { words: string; until: Date };

const MORNING = 9;
const EVENING = 18;
const MONDAY = 1;

const at = (now: Date, days: number, hour: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);

/** The moments to choose from, soonest first, in the person's own time. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const inAnHour = new Date(now.getTime() + 60 * 60_000);
  const evening = at(now, 0, EVENING);
  const tomorrow = at(now, 1, MORNING);
  // From 1 to 7: on a Monday it is the next one.
  const monday = at(now, ((MONDAY - now.getDay() + 6) % 7) + 1, MORNING);
  return [
    { words: "In 1 hour", until: inAnHour },
    ...(evening > inAnHour ? [{ words: "This evening", until: evening }] : []),
    { words: "Tomorrow", until: tomorrow },
    ...(monday > tomorrow ? [{ words: "Next Monday", until: monday }] : []),
  ];
}

/** What stands in the field for a moment of the person's own; undefined for none, or one that has passed. */
export function ownTime(value: string, now: Date): Date | undefined {
  const until = fromMomentField(value);
  return until && until > now ? until : undefined;
}
