import ICAL from "ical.js";
import { WINDOWS_ZONES } from "./windows-zones.ts";

/** A moment, and the IANA zone whose clock it was read from; null: floating. */
export type Placed = { at: Date; timeZone: string | null };

export type Zones = {
  /** Of what has no zone, and of a zone that nobody knows. */
  home: string;
  /** The moment of a wall clock's time. `tzid`: as the calendar names the zone; undefined: floating. */
  place: (local: Temporal.PlainDateTime, tzid: string | undefined) => Placed;
};

/**
 * The time zones of one calendar. IANA's and Windows' names are known, whatever program has put before them; any other
 * is the IANA zone that has the same clock as its VTIMEZONE.
 * @param definitions the lines of the VTIMEZONEs
 */
export function createZones(definitions: readonly string[][], home: string): Zones {
  const byName = new Map(definitions.map((lines) => [nameOf(lines), lines]));
  const found = new Map<string, Clock>();
  let compared = 0;

  function clockOf(tzid: string): Clock {
    const known = found.get(tzid);
    if (known) return known;
    const lines = byName.get(tzid);
    const name = findName(tzid) ?? findName(lines?.find((line) => /^X-LIC-LOCATION:/i.test(line))?.slice(15));
    const clock = name
      ? clockIn(name)
      : ((compared += 1) <= MAX_COMPARED && lines && clockLike(lines, tzid, home)) || clockIn(home);
    found.set(tzid, clock);
    return clock;
  }

  return {
    home,
    place(local, tzid) {
      if (tzid !== undefined) return clockOf(tzid)(local);
      return { at: clockIn(home)(local).at, timeZone: null };
    },
  };
}

type Clock = (local: Temporal.PlainDateTime) => Placed;

/** Each may take a tenth of a second, and a calendar from outside can name as many as it likes. */
const MAX_COMPARED = 50;

/** A time that the clock skips or has twice is read as RFC 5545, 3.3.5 says: with the offset before the change. */
const clockIn =
  (timeZone: string): Clock =>
  (local) => ({ at: new Date(local.toZonedDateTime(timeZone).epochMilliseconds), timeZone });

const nameOf = (lines: string[]): string =>
  lines
    .find((line) => /^TZID[:;]/i.test(line))
    ?.replace(/^TZID[^:]*:/i, "")
    .trim() ?? "";

/** `Europe/Vienna`, `/mozilla.org/20050126_1/Europe/Vienna`, `W. Europe Standard Time`. */
function findName(tzid: string | undefined): string | undefined {
  if (tzid === undefined) return undefined;
  const name = tzid.trim();
  const parts = name.split("/").filter((part) => part !== "");
  return [name, WINDOWS_ZONES[name.toLowerCase()], parts.slice(-3).join("/"), parts.slice(-2).join("/")].find(
    (candidate) => candidate !== undefined && isZone(candidate),
  );
}

/** An offset is none: it has no rules by which a series could repeat. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Temporal.Now.zonedDateTimeISO(name).timeZoneId !== "";
  } catch {
    return false;
  }
}

/** undefined: the definition says nothing that can be used. */
function clockLike(lines: string[], tzid: string, home: string): Clock | undefined {
  const offset = offsetsOf(lines, tzid);
  if (!offset) return undefined;
  const year = Math.max(
    2024,
    ...lines.flatMap((line) => Number(/^DTSTART[^:]*:(\d{4})/i.exec(line)?.[1] ?? [])),
  );
  const samples = Array.from({ length: 24 }, (_, month) =>
    Temporal.PlainDateTime.from({ year, month: 1, day: 15, hour: 12 }).add({ months: month }),
  );
  const same = [home, ...Intl.supportedValuesOf("timeZone")].find((zone) =>
    samples.every((local) => local.toZonedDateTime(zone).offsetNanoseconds === offset(local) * 1e9),
  );
  if (same !== undefined) return clockIn(same);
  // Nowhere on Earth: its moments are right, and what repeats does so by UTC.
  return (local) => {
    const utc = local.subtract({ seconds: offset(local) }).toZonedDateTime("UTC");
    return { at: new Date(utc.epochMilliseconds), timeZone: "UTC" };
  };
}

type Offset = (local: Temporal.PlainDateTime) => number;

/** In seconds east of UTC, as the VTIMEZONE says. */
function offsetsOf(lines: string[], tzid: string): Offset | undefined {
  const rules = lines.filter((line) => /^RRULE/i.test(line));
  if (lines.length > 500 || rules.length > MAX_RULES || !rules.every(isOnceAYear)) return undefined;
  try {
    const text = ["BEGIN:VTIMEZONE", ...lines, "END:VTIMEZONE"].join("\r\n");
    const zone = new ICAL.Timezone({ component: new ICAL.Component(ICAL.parse(text)), tzid });
    const offset: Offset = ({ year, month, day, hour, minute, second }) => {
      const time = { year: Math.min(year, LAST_YEAR), month, day, hour, minute, second, isDate: false };
      return zone.utcOffset(new ICAL.Time(time, ICAL.Timezone.localTimezone));
    };
    // The last one first: ical.js writes down each change up to it, and all of them again for a later one.
    offset(Temporal.PlainDateTime.from({ year: LAST_YEAR, month: 1, day: 1 }));
    return offset;
  } catch {
    return undefined;
  }
}

/** The clock of later years is that of this one. */
const LAST_YEAR = 2100;
const MAX_RULES = 20;

/** A rule that changes the clock more often, or looks for its day in vain, would keep ical.js for hours. */
function isOnceAYear(line: string): boolean {
  const rule = line.slice(line.indexOf(":") + 1).toUpperCase();
  const parts = new Map(rule.split(";").map((part) => [part.split("=")[0] ?? "", part.split("=")[1] ?? ""]));
  const by = (name: string): string => parts.get(`BY${name}`) ?? "";
  const named = [...parts.keys()].filter((name) => name.startsWith("BY"));
  return (
    parts.get("FREQ") === "YEARLY" &&
    named.every((name) => ["BYMONTH", "BYDAY", "BYMONTHDAY"].includes(name)) &&
    (named.length === 0 || /^\d+$/.test(by("MONTH"))) &&
    !by("DAY").includes(",") &&
    !(by("MONTHDAY") && /\d/.test(by("DAY")))
  );
}
