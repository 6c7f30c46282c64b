import ICAL from "ical.js";
import type { ItemTime } from "../../../calendar/item.ts";
import type { Property } from "./property.ts";
import type { Placed, Zones } from "./zones.ts";

/** A day, or a moment. */
export type ReadTime = { allDay: true; day: string } | ({ allDay: false } & Placed);

/** All times of a DTSTART, an EXDATE …; what is none is left out. */
export const timesOf = ({ parameters, values }: Property, zones: Zones): ReadTime[] =>
  values.flatMap((value) => readTime(value, parameters.tzid, zones) ?? []);

/** @param value of jCal: `2026-11-23`, `2026-11-23T09:00:00`, `2026-11-23T08:00:00Z` */
function readTime(value: unknown, tzid: string | undefined, zones: Zones): ReadTime | undefined {
  const found = typeof value === "string" ? JCAL_TIME.exec(value) : null;
  if (!found) return undefined;
  const [, day = "", hour, minute, second, utc] = found;
  try {
    // Also without VALUE=DATE, which many forget.
    if (!hour) return { allDay: true, day: Temporal.PlainDate.from(day).toString() };
    const local = Temporal.PlainDateTime.from(`${day}T${hour}:${minute || "00"}:${second || "00"}`);
    return { allDay: false, ...zones.place(local, utc ? "UTC" : tzid) };
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

const JCAL_TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)?:(\d\d)?:(\d\d)?(Z)?)?$/;

/** The PERIODs of an RDATE (RFC 5545, 3.3.9). */
export function periodsOf(
  { type, parameters, values }: Property,
  zones: Zones,
): { start: Date; end: Date }[] {
  if (type !== "period") return [];
  return values.flatMap((value) => {
    if (!Array.isArray(value)) return [];
    const [from, to]: unknown[] = value;
    const start = readTime(from, parameters.tzid, zones);
    if (!start || start.allDay) return [];
    const end = readTime(to, parameters.tzid, zones) ?? after(start, String(to), zones);
    return end && !end.allDay ? [{ start: start.at, end: end.at }] : [];
  });
}

/**
 * From the start to DTEND, or as long as DURATION says. Without both a day lasts a day and a moment has no length
 * (RFC 5545, 3.6.1); the same for an end that is not after the start.
 */
export function spanOf(
  start: ReadTime,
  { end, duration, zones }: { end: Property | undefined; duration: Property | undefined; zones: Zones },
): ItemTime {
  const given =
    (end && timesOf(end, zones)[0]) ?? (duration && after(start, String(duration.values[0]), zones));
  if (start.allDay) {
    const next = Temporal.PlainDate.from(start.day).add({ days: 1 }).toString();
    const last = given && dayOf(given, zones.home);
    return { allDay: true, start: start.day, end: last !== undefined && last > next ? last : next };
  }
  const until = given && momentOf(given, start, zones.home);
  return {
    allDay: false,
    start: start.at,
    end: until && until > start.at ? until : start.at,
    timeZone: start.timeZone,
  };
}

/** Days and weeks are by the calendar, hours and what is below them by the clock (RFC 5545, 3.3.6). */
function after(start: ReadTime, duration: string, zones: Zones): ReadTime | undefined {
  if (!DURATION.test(duration)) return undefined;
  const { weeks, days, hours, minutes, seconds } = ICAL.Duration.fromString(duration);
  if (start.allDay) {
    const day = Temporal.PlainDate.from(start.day).add({ days: weeks * 7 + days + Math.floor(hours / 24) });
    return { allDay: true, day: day.toString() };
  }
  const end = zoned(start, zones.home).add({ weeks, days }).add({ hours, minutes, seconds });
  return { ...start, at: new Date(end.epochMilliseconds) };
}

/** RFC 5545, 3.3.6; lengths that no calendar has are no use. */
const DURATION = /^\+?P(?=[\dT])(\d{1,5}[WD])?(T(\d{1,7}[HMS]){1,3})?$/;

const zoned = ({ at, timeZone }: Placed, home: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone ?? home);

/** Of a moment, the day in its zone. */
const dayOf = (time: ReadTime, home: string): string =>
  time.allDay ? time.day : zoned(time, home).toPlainDate().toString();

/**
 * Of a day, the moment that has the clock of `like` on it. A time without a zone is one of that clock: many programs
 * name the zone of a series once.
 */
function momentOf(time: ReadTime, like: Placed, home: string): Date {
  if (!time.allDay && (time.timeZone !== null || like.timeZone === null)) return time.at;
  const wall = time.allDay
    ? Temporal.PlainDate.from(time.day).toPlainDateTime(zoned(like, home).toPlainTime())
    : zoned(time, home).toPlainDateTime();
  return new Date(wall.toZonedDateTime(like.timeZone ?? home).epochMilliseconds);
}

/** The start of an occurrence of what takes place at `time`: a day or a moment, as that one. */
export const startLike = (given: ReadTime, time: ItemTime, home: string): string | Date =>
  time.allDay ? dayOf(given, home) : momentOf(given, { at: time.start, timeZone: time.timeZone }, home);

/** `20261123`, `20261123T080000Z` */
export const stampOf = (start: string | Date): string =>
  typeof start === "string"
    ? start.replaceAll("-", "")
    : start
        .toISOString()
        .replace(/\.\d+Z$/, "Z")
        .replace(/[-:]/g, "");
