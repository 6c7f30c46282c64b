import type { Calendar } from "../../../shared/calendar.ts";

/** How many colours styles/calendar.css has for calendars that bring none. */
const OWN_COLORS = 6;

/** The colour of each calendar by its id, as CSS: the source's, or one of Porter's. */
export const colorsOf = (calendars: readonly Calendar[]): Map<string, string> =>
  new Map(
    calendars.map(({ id, color }, index) => [
      id,
      color !== null && /^#[0-9a-f]{6}$/i.test(color) ? color : `var(--calendar-${(index % OWN_COLORS) + 1})`,
    ]),
  );
