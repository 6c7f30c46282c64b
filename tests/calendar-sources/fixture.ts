import { readFileSync } from "node:fs";
import type { CalendarItem } from "../../server/calendar/item.ts";
import { itemsOf } from "../../server/integrations/calendar/ics/parse.ts";

export const readFixture = (name: string): string =>
  readFileSync(new URL(`fixtures/${name}.ics`, import.meta.url), "utf8");

/** What stands in an iCalendar text, by its source ids. Porter is in Vienna. */
export function read(text: string, timeZone = "Europe/Vienna"): Record<string, CalendarItem> {
  return Object.fromEntries(itemsOf(text, { timeZone }).map((item) => [item.sourceId, item]));
}

/** A calendar of these lines. */
export const calendarOf = (...lines: string[]): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");

export const eventOf = (uid: string, ...lines: string[]): string =>
  ["BEGIN:VEVENT", `UID:${uid}`, ...lines, "END:VEVENT"].join("\r\n");
