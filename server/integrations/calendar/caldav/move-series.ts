import ICAL from "ical.js";
import type { ItemTime } from "../../../calendar/item.ts";
import { PorterError } from "../../../errors.ts";
import { stampOf } from "../ics/times.ts";
import { atWall, timeProperty, wallOf, zoneOf, type ClockForm } from "./clock-form.ts";
import { startsIn, type EventObject } from "./event-object.ts";

/**
 * Whatever names single occurrences goes along with their series: EXDATE, RDATE, UNTIL, the RECURRENCE-ID of overrides,
 * and overrides that stand at their own time. Distances are by the clock, so that 9:00 stays 9:00 in another zone.
 * Does nothing to what takes place once.
 * @throws PorterError INVALID when the rule names days or hours that do not go along
 */
export function moveSeries(
  { main, overrides, zones }: Pick<EventObject, "main" | "overrides" | "zones">,
  { from, to, form }: { from: ItemTime; to: ItemTime; form: ClockForm },
): void {
  const repeats = main?.hasProperty("rrule") || main?.hasProperty("rdate") || overrides.length > 0;
  if (!main || !repeats) return;
  if (from.allDay !== to.allDay)
    throw cannotMove("A series cannot change between days and times: make a new one.");

  const oldZone = zoneOf(from, zones.home);
  const newZone = zoneOf(to, zones.home);
  const by = wallOf(from.start, oldZone).until(wallOf(to.start, newZone), { largestUnit: "day" });
  const days = wallOf(from.start, oldZone).toPlainDate().until(wallOf(to.start, newZone).toPlainDate()).days;
  if (by.blank && oldZone === newZone) return;
  const move = (at: string | Date): string | Date => atWall(wallOf(at, oldZone).add(by), newZone, to.allDay);

  for (const rule of main.getAllProperties("rrule")) {
    const recur = rule.getFirstValue();
    if (!(recur instanceof ICAL.Recur)) throw cannotMove("The rule of this series cannot be read.");
    if (days !== 0 || !by.blank) moveDays(recur, days);
    if (recur.until) recur.until = movedUntil(recur.until);
    rule.setValue(recur);
  }
  for (const name of ["exdate", "rdate"]) moveStarts(main, name);
  for (const override of overrides) {
    const [replaced, start] = ["recurrence-id", "dtstart"].map(
      (name) => startsOf(override, name).map(stampOf)[0],
    );
    if (replaced === start) for (const name of ["dtstart", "dtend"]) moveStarts(override, name);
    moveStarts(override, "recurrence-id");
  }

  function startsOf(event: ICAL.Component, name: string): (string | Date)[] {
    return event.getAllProperties(name).flatMap((property) => startsIn(property, from, zones));
  }

  function moveStarts(event: ICAL.Component, name: string): void {
    const starts = startsOf(event, name);
    event.removeAllProperties(name);
    for (const start of starts) event.addProperty(timeProperty(name, move(start), form));
  }

  /** A moment in UTC, a day, or a floating time (RFC 5545, 3.3.10). */
  function movedUntil(until: ICAL.Time): ICAL.Time {
    if (until.isDate) {
      const day = Temporal.PlainDate.from(until.toString()).add({ days });
      return ICAL.Time.fromDateString(day.toString());
    }
    if (until.zone === ICAL.Timezone.utcTimezone)
      return ICAL.Time.fromJSDate(new Date(move(until.toJSDate())), true);
    const wall = Temporal.PlainDateTime.from(until.toString()).add(by);
    return ICAL.Time.fromDateTimeString(wall.toString({ smallestUnit: "second" }));
  }
}

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** The days of the week that a rule names go along. What else it names has no one day that it could be moved to. */
function moveDays(recur: ICAL.Recur, days: number): void {
  const named = Object.keys(recur.parts);
  const hasClock = named.some((part) => ["BYHOUR", "BYMINUTE", "BYSECOND"].includes(part));
  const hasDays = days !== 0 && named.length > 0;
  const isWeekly = recur.freq === "WEEKLY" && named.every((part) => part === "BYDAY");
  if (hasClock || (hasDays && !isWeekly))
    throw cannotMove("Its rule names days of its own: move this series in its own calendar program.");
  const byDay: unknown = recur.parts.BYDAY;
  if (!hasDays || !Array.isArray(byDay)) return;
  const moved = (index: number): number => (((index + days) % 7) + 7) % 7;
  recur.parts.BYDAY = byDay.map((day) => DAYS[moved(DAYS.indexOf(String(day)))] ?? String(day));
  // Every other week would begin elsewhere among these days. ical.js counts from 1, which is Sunday.
  if (recur.interval > 1) recur.wkst = moved(recur.wkst - 1) + 1;
}

const cannotMove = (why: string): PorterError => new PorterError("INVALID", why);
