import { PorterError } from "../errors.ts";

/** An RRULE taken apart. `pattern` is what is left without COUNT and UNTIL: the days of an endless series. */
type Rule = { pattern: string; count?: number; until?: Until };
/** A day (included), a moment in UTC, or a wall-clock time wherever the series takes place. */
export type Until = Temporal.PlainDate | Temporal.Instant | Temporal.PlainDateTime;

const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const WEEKDAY = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;
export const MAX_COUNT = 10_000;
const MAX_INTERVAL = 1_000;

type Reader = (value: string, name: string) => string;

/** How each part is read and written again, in the order in which they are written. */
const PARTS: Record<string, Reader> = {
  FREQ: oneOf(FREQUENCIES),
  INTERVAL: (value, name) => String(numberIn(value, { name, min: 1, max: MAX_INTERVAL })),
  COUNT: (value, name) => String(numberIn(value, { name, min: 1, max: MAX_COUNT })),
  UNTIL: (value) => (readUntil(value), value),
  BYMONTH: numbers({ max: 12 }),
  BYWEEKNO: numbers({ max: 53, fromEnd: true }),
  BYYEARDAY: numbers({ max: 366, fromEnd: true }),
  BYMONTHDAY: numbers({ max: 31, fromEnd: true }),
  BYDAY: list(readWeekday),
  BYSETPOS: numbers({ max: 366, fromEnd: true }),
  WKST: oneOf(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
};

/** @throws PorterError INVALID, in words for a person */
export function readRule(text: string): Rule {
  const parts = readParts(text);
  refuseMismatches(parts);
  const { COUNT, UNTIL, ...pattern } = parts;
  return {
    pattern: join(pattern),
    ...(COUNT !== undefined && { count: Number(COUNT) }),
    ...(UNTIL !== undefined && { until: readUntil(UNTIL) }),
  };
}

/** One way to write each rule: known parts in a fixed order, upper case, no `RRULE:`, no INTERVAL=1. */
export const normaliseRule = (text: string): string => join(readParts(text));

export const withCount = (text: string, count: number): string =>
  join({ ...readParts(text), COUNT: String(count) });

export function withoutInterval(pattern: string): string {
  const { INTERVAL: _, ...rest } = readParts(pattern);
  return join(rest);
}

type Parts = Partial<Record<string, string>>;

const join = (parts: Parts): string =>
  Object.keys(PARTS)
    .filter((name) => parts[name] !== undefined && !(name === "INTERVAL" && parts[name] === "1"))
    .map((name) => `${name}=${parts[name]}`)
    .join(";");

function readParts(text: string): Parts {
  const parts: Parts = {};
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .replace(/;$/, "");
  for (const part of rule.split(";")) {
    const [name = "", value, more] = part.split("=").map((side) => side.trim());
    if (value === undefined || more !== undefined)
      throw invalid(`"${part}" is not a part such as FREQ=WEEKLY`);
    if (/^BY(HOUR|MINUTE|SECOND)$/.test(name))
      throw invalid(`${name} is not for tasks: the time of day is the due date's`);
    const read = PARTS[name];
    if (!read) throw invalid(`the part "${name}" is not known`);
    if (parts[name] !== undefined) throw invalid(`${name} stands in it twice`);
    parts[name] = read(value, name);
  }
  if (parts["FREQ"] === undefined) throw invalid(`FREQ is missing: ${FREQUENCIES.join(", ")}`);
  return parts;
}

/** What RFC 5545 (3.3.10) allows with one frequency only, or never together. */
function refuseMismatches(parts: Parts): void {
  const frequency = parts["FREQ"] ?? "";
  const hasOrdinals = /\d/.test(parts["BYDAY"] ?? "");
  if (parts["COUNT"] !== undefined && parts["UNTIL"] !== undefined)
    throw invalid("it can end after a COUNT or UNTIL a date, not both");
  if (hasOrdinals && !/MONTHLY|YEARLY/.test(frequency))
    throw invalid("a weekday with a number (2FR) needs FREQ=MONTHLY or YEARLY");
  if (hasOrdinals && frequency === "MONTHLY" && /([6-9]|\d\d)[A-Z]/.test(parts["BYDAY"] ?? ""))
    throw invalid("a month has at most five of a weekday");
  if (hasOrdinals && parts["BYWEEKNO"] !== undefined)
    throw invalid("a weekday with a number (2FR) does not go with BYWEEKNO");
  if (parts["BYMONTHDAY"] !== undefined && frequency === "WEEKLY")
    throw invalid("BYMONTHDAY does not go with FREQ=WEEKLY");
  for (const name of ["BYWEEKNO", "BYYEARDAY"])
    if (parts[name] !== undefined && frequency !== "YEARLY") throw invalid(`${name} needs FREQ=YEARLY`);
  const chooses = Object.keys(parts).some((name) => name.startsWith("BY") && name !== "BYSETPOS");
  if (parts["BYSETPOS"] !== undefined && !chooses)
    throw invalid("BYSETPOS needs another BY… part to choose from");
}

function oneOf(allowed: readonly string[]): Reader {
  return (value, name) => {
    if (allowed.includes(value)) return value;
    throw invalid(`${name} can be ${allowed.join(", ")}, not "${value}"`);
  };
}

function list(readItem: Reader): Reader {
  return (value, name) => [...new Set(value.split(",").map((item) => readItem(item.trim(), name)))].join(",");
}

function numbers({ max, fromEnd = false }: { max: number; fromEnd?: boolean }): Reader {
  return list((item, name) => String(numberIn(item, { name, min: fromEnd ? -max : 1, max })));
}

function numberIn(value: string, { name, min, max }: { name: string; min: number; max: number }): number {
  const number = /^[+-]?\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number !== 0 && number >= min && number <= max) return number;
  throw invalid(
    `${name} goes from ${min} to ${max}${min < 0 ? " without 0" : ""}, so "${value}" does not fit`,
  );
}

function readWeekday(value: string, name: string): string {
  const [, ordinal, day] = WEEKDAY.exec(value) ?? [];
  if (day === undefined) throw invalid(`"${value}" in ${name} is not a weekday such as MO or 2FR`);
  return ordinal === undefined ? day : `${numberIn(ordinal, { name, min: -53, max: 53 })}${day}`;
}

function readUntil(value: string): Until {
  const [, day, time, utc] = /^(\d{8})(?:(T\d{6})(Z?))?$/.exec(value) ?? [];
  if (day !== undefined) {
    try {
      if (time === undefined) return Temporal.PlainDate.from(day);
      return utc ? Temporal.Instant.from(`${day}${time}Z`) : Temporal.PlainDateTime.from(`${day}${time}`);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // 30 February
    }
  }
  throw invalid(`UNTIL is a day (20301231) or a moment (20301231T170000Z), not "${value}"`);
}

export const invalid = (what: string) =>
  new PorterError("INVALID", `This repetition cannot be used: ${what}.`);
