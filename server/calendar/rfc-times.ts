import { knownZone, momentOf, wallOf, type WallTime } from "./clock-time.ts";

/** A DATE or DATE-TIME of RFC 5545 (3.3.4, 3.3.5): what its clock shows, and whether that is the clock of UTC. */
type RfcTime = { wall: WallTime; isDay: boolean; isUtc: boolean };

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/;
const SECOND = 1_000;
const DAY = 86_400_000;

export function readTime(text: string): RfcTime | undefined {
  const [, year, month, day, hour, minute = 0, second = 0, utc] = TIME.exec(text.trim().toUpperCase()) ?? [];
  if (year === undefined) return undefined;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(midnight).getUTCDate() !== Number(day)) return undefined; // 30 February
  const time = ((Number(hour ?? 0) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  return { wall: midnight + time, isDay: hour === undefined, isUtc: utc !== undefined };
}

/** `20261123T080000Z` */
export const writeTime = (wall: WallTime): string =>
  `${new Date(wall).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

/** `20261123` */
export const writeDay = (wall: WallTime): string => writeTime(wall).slice(0, 8);

/**
 * The day that is meant where days are counted. Some write a day in UTC, others as the moment in UTC at which it begins
 * or ends where they are.
 */
export function dayOf({ wall, isUtc }: RfcTime, timeZone: string): WallTime {
  const here = isUtc ? wallOf(wall, timeZone) : wall;
  const isEdge = clockOf(here) === 0 || clockOf(here) === DAY - SECOND;
  return isEdge ? here - clockOf(here) : wall - clockOf(wall);
}

const clockOf = (wall: WallTime): number => ((wall % DAY) + DAY) % DAY;

/** One of the lines RDATE and EXDATE (3.8.5); what cannot be read in it is left out. */
export function readDates(
  line: string,
): { name: "RDATE" | "EXDATE"; times: RfcTime[]; zone?: string } | undefined {
  const [, name, parameters = "", values = ""] =
    /^(RDATE|EXDATE)((?:;[^:]*)?):(.*)$/i.exec(line.trim()) ?? [];
  if (name === undefined) return undefined;
  const [, zone] = /;TZID="?([^;"]+)"?/i.exec(parameters) ?? [];
  // Of a PERIOD (3.3.9) its start: the end is as far from it as in the rest of the series.
  const times = values.split(",").flatMap((value) => readTime(value.split("/", 1)[0] ?? "") ?? []);
  return { name: name.toUpperCase() === "RDATE" ? "RDATE" : "EXDATE", times, ...(zone && { zone }) };
}

/** The moment, for a time without a zone in that of the series. */
export const momentOfTime = ({ wall, isUtc }: RfcTime, zone: string | undefined, otherwise: string): number =>
  isUtc ? wall : momentOf(wall, knownZone(zone, otherwise));
