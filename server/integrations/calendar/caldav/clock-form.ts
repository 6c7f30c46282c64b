import ICAL from "ical.js";
import type { ItemTime } from "../../../calendar/item.ts";

/** How a time is written in iCalendar (RFC 5545, 3.3.4 and 3.3.5). */
export type ClockForm =
  | { type: "date" }
  | { type: "utc" }
  /** `zone`: IANA; `tzid`: what the calendar calls it, undefined for a floating time. */
  | { type: "local"; zone: string; tzid: string | undefined };

/** Of what Porter writes anew. */
export function formFor(time: ItemTime, home: string): ClockForm {
  if (time.allDay) return { type: "date" };
  if (time.timeZone === null) return { type: "local", zone: home, tzid: undefined };
  if (/^(Etc\/)?UTC$/.test(time.timeZone)) return { type: "utc" };
  return { type: "local", zone: time.timeZone, tzid: time.timeZone };
}

/** Of an event that is there, at `time` as Porter has read it. */
export function formOf(event: ICAL.Component, time: ItemTime, home: string): ClockForm {
  if (time.allDay) return { type: "date" };
  const written = event.getFirstProperty("dtstart");
  const value = String(written?.toJSON()[3]);
  const zone = time.timeZone ?? home;
  const isAsRead = value === wallOf(time.start, zone).toString({ smallestUnit: "second" });
  // A zone of its own making, which is nowhere on Earth, has no name that Porter could count in.
  if (value.endsWith("Z") || !isAsRead) return { type: "utc" };
  return { type: "local", zone, tzid: written?.getFirstParameter("tzid") };
}

/** DTSTART, EXDATE … at this day or moment. */
export function timeProperty(name: string, at: string | Date, form: ClockForm): ICAL.Property {
  if (typeof at === "string") return new ICAL.Property([name, {}, "date", at]);
  // Of two equal hours a clock's time is the first (RFC 5545, 3.3.5): the second can be told in UTC alone.
  if (form.type !== "local" || !isTold(at, form.zone))
    return new ICAL.Property([name, {}, "date-time", at.toISOString().replace(/\.\d+/, "")]);
  const wall = wallOf(at, form.zone).toString({ smallestUnit: "second" });
  return new ICAL.Property([name, form.tzid === undefined ? {} : { tzid: form.tzid }, "date-time", wall]);
}

const isTold = (at: Date, zone: string): boolean =>
  wallOf(at, zone).toZonedDateTime(zone).epochMilliseconds === at.getTime();

/** The clock of a zone. Of a day: its midnight. */
export const wallOf = (at: string | Date, zone: string): Temporal.PlainDateTime =>
  typeof at === "string"
    ? Temporal.PlainDate.from(at).toPlainDateTime()
    : Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();

/** The day, or the moment, at which a clock shows this. */
export const atWall = (wall: Temporal.PlainDateTime, zone: string, allDay: boolean): string | Date =>
  allDay ? wall.toPlainDate().toString() : new Date(wall.toZonedDateTime(zone).epochMilliseconds);

export const zoneOf = (time: ItemTime, home: string): string =>
  time.allDay ? "UTC" : (time.timeZone ?? home);
