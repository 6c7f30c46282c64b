import ICAL from "ical.js";
import type { ItemTime } from "../../../calendar/item.ts";
import type { EventTarget } from "../../../calendar/tools.ts";
import { formFor } from "../caldav/clock-form.ts";
import { moveSeries } from "../caldav/move-series.ts";
import { createZones } from "../ics/zones.ts";

/**
 * The rules of a series that is moved, where they name days or times that go along: to Google they are text, which
 * stays as it is.
 * @throws PorterError INVALID when the rule names days or hours that do not go along
 */
export function movedRules(
  { item, occurrence }: Pick<EventTarget, "item" | "occurrence">,
  to: ItemTime | undefined,
  home: string,
): { recurrence?: string[] } {
  if (!to || occurrence || item.recurrence.length === 0) return {};
  const main = new ICAL.Component("vevent");
  for (const line of item.recurrence) main.addProperty(ICAL.Property.fromString(line));
  const lines = (): string[] => main.getAllProperties().map((property) => property.toICALString());
  const before = lines();
  const series = { main, overrides: [], zones: createZones([], home) };
  moveSeries(series, { from: item.time, to, form: formFor(to, home) });
  return Bun.deepEquals(before, lines()) ? {} : { recurrence: lines() };
}
