import { momentOf } from "../../../calendar/clock-time.ts";
import type { ItemTime } from "../../../calendar/item.ts";
import { dayOf, readTime, writeDay, writeTime } from "../../../calendar/rfc-times.ts";
import type { Property } from "./property.ts";
import { stampOf, startLike, timesOf } from "./times.ts";
import type { Zones } from "./zones.ts";

/** How an event comes again. Days or moments, as the event. */
export type Repeats = {
  /** What stands behind `RRULE:`; an UNTIL is a day, or a moment in UTC. */
  rules: string[];
  added: (string | Date)[];
  leftOut: (string | Date)[];
};

export const doesRepeat = ({ rules, added }: Repeats): boolean => rules.length > 0 || added.length > 0;

export function repeatsOf(
  properties: ReadonlyMap<string, Property[]>,
  time: ItemTime,
  zones: Zones,
): Repeats {
  const startsOf = (name: string) =>
    (properties.get(name) ?? []).flatMap((property) =>
      timesOf({ ...property, values: property.values.map(startOfPeriod) }, zones).map((given) =>
        startLike(given, time, zones.home),
      ),
    );
  return {
    rules: (properties.get("RRULE") ?? []).flatMap(({ values: [rule] }) =>
      readRule(String(rule), time, zones),
    ),
    added: startsOf("RDATE"),
    leftOut: startsOf("EXDATE"),
  };
}

/** Lines of RFC 5545 that need no time zone to be understood. */
export function toLines({ rules, added, leftOut }: Repeats): string[] {
  return [...rules.map((rule) => `RRULE:${rule}`), ...datesOf("RDATE", added), ...datesOf("EXDATE", leftOut)];
}

function datesOf(name: string, starts: readonly (string | Date)[]): string[] {
  if (starts.length === 0) return [];
  const value = typeof starts[0] === "string" ? ";VALUE=DATE" : "";
  return [`${name}${value}:${[...new Set(starts.map(stampOf))].join(",")}`];
}

const startOfPeriod = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const MAX_RULE = 500;

/** What cannot be a rule is left out: the event then takes place once. */
function readRule(given: string, time: ItemTime, zones: Zones): string[] {
  const rule = given.toUpperCase();
  if (rule.length > MAX_RULE || !/^[A-Z0-9=;,+-]+$/.test(rule) || !/(^|;)FREQ=/.test(rule)) return [];
  const until = /(?:^|;)UNTIL=([^;]*)/.exec(rule)?.[1];
  if (until === undefined) return [rule];
  const read = readUntil(until, time, zones);
  return read === undefined ? [] : [rule.replace(/UNTIL=[^;]*/, `UNTIL=${read}`)];
}

/** An UNTIL is a day as the event's start is one; many write a day or a wall clock's time where UTC is asked for (3.3.10). */
function readUntil(given: string, time: ItemTime, { home }: Zones): string | undefined {
  const until = readTime(given);
  if (!until) return undefined;
  if (time.allDay) return writeDay(dayOf(until, home));
  if (until.isUtc) return writeTime(until.wall);
  const last = until.isDay ? until.wall + DAY - SECOND : until.wall;
  return writeTime(momentOf(last, time.timeZone ?? home));
}

const SECOND = 1_000;
const DAY = 86_400_000;
