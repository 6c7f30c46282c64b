import { casual } from "chrono-node/en";
import {
  MONTH,
  monthOf,
  NUMBER,
  ORDINAL,
  spanOf,
  WEEKDAY,
  WEEKDAY_NAME,
  WEEKDAY_SHORT,
  YEAR,
} from "./words.ts";
import { phrase } from "./line.ts";

/**
 * A day that stands in a line. A likely one can be other words (`sat`, `may 2`): it needs a time beside it, a
 * preposition, or the line's end; "the 2nd" needs a preposition and one of the others.
 */
export type Day = {
  start: number;
  end: number;
  date: Temporal.PlainDate;
  trust: "sure" | "likely" | "unlikely";
  /** Comes again a week later. */
  isWeekday: boolean;
};

const KINDS = {
  span: `in (?<amount>${NUMBER}) (?<unit>days?|weeks?|months?|years?)`,
  next: "next (?<period>week|month|year)",
  relative: `today|tomorrow|tmrw?|(?:the )?day after tomorrow|(?:next|this) (?:weekend|${WEEKDAY})|end of (?:the )?month|${WEEKDAY_NAME}`,
  short: WEEKDAY_SHORT,
  dayMonth: `(?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${MONTH})(?:,? (?<year>${YEAR}))?`,
  monthDay: `(?<month>${MONTH}) (?:the )?(?<day>\\d{1,2})(?<ordinal>st|nd|rd|th)?(?:,? (?<year>${YEAR}))?`,
  dayOnly: `the (?<day>${ORDINAL})`,
  iso: String.raw`\d{4}-\d\d-\d\d`,
  slashed: String.raw`\d{1,2}/\d{1,2}/\d{4}`,
  dotted: String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})`,
};
type Kind = keyof typeof KINDS;
const WHOLE_WEEKDAY = new RegExp(`^${WEEKDAY}$`, "i");
const DAY = phrase(
  Object.entries(KINDS)
    .map(([name, pattern]) => `(?<${name}>${pattern})`)
    .join("|"),
);

/** All days that a text may name, from `today` on, in their order. */
export function findDays(text: string, today: Temporal.PlainDate): Day[] {
  return [...text.matchAll(DAY)].flatMap((match): Day[] => {
    const groups = match.groups ?? {};
    // Object.keys forgets that the keys are the kinds.
    const kind = (Object.keys(KINDS) as Kind[]).find((name) => groups[name] !== undefined) ?? "iso";
    const date = dateOf(kind, match[0], { groups, today });
    if (!date || Temporal.PlainDate.compare(date, today) < 0) return [];
    return [
      {
        start: match.index,
        end: match.index + match[0].length,
        date,
        trust: trustOf(kind, groups),
        isWeekday: WHOLE_WEEKDAY.test(match[0]),
      },
    ];
  });
}

type Groups = Partial<Record<string, string>>;

function trustOf(kind: Kind, groups: Groups): Day["trust"] {
  if (kind === "dayOnly") return "unlikely";
  if (kind === "short") return "likely";
  // "may 2 people come", "march 5 miles"
  const isWord = kind === "monthDay" && /^(may|mar)/i.test(groups["month"] ?? "");
  return isWord && !groups["ordinal"] && !groups["year"] ? "likely" : "sure";
}

function dateOf(
  kind: Kind,
  text: string,
  { groups, today }: { groups: Groups; today: Temporal.PlainDate },
): Temporal.PlainDate | undefined {
  const { amount, unit, period, year } = groups;
  const day = Number.parseInt(groups["day"] ?? "", 10);
  if (amount && unit) return today.add(spanOf(amount, unit));
  if (period) return today.add(spanOf("1", period));
  if (kind === "dotted") return readDate(Number(year), Number(groups["month"]), day);
  if (kind === "dayOnly") return nextDay(today, { day });
  if (kind === "dayMonth" || kind === "monthDay") {
    const month = monthOf(groups["month"] ?? "");
    return year ? readDate(Number(year), month, day) : nextDay(today, { day, month });
  }
  return readByChrono(text, today);
}

/** The first day from `today` on with this number, in this month if one is given: 29 February may be years away. */
function nextDay(
  today: Temporal.PlainDate,
  { day, month }: { day: number; month?: number },
): Temporal.PlainDate | undefined {
  for (let months = 0; months <= 8 * 12; months++) {
    const first = today.with({ day: 1 }).add({ months });
    if (month !== undefined && first.month !== month) continue;
    const date = readDate(first.year, first.month, day);
    if (date && Temporal.PlainDate.compare(date, today) >= 0) return date;
  }
  return undefined;
}

function readDate(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
  } catch (error) {
    if (error instanceof RangeError) return undefined; // 31 April
    throw error;
  }
}

/**
 * What the phrase means to chrono, if that reads it from end to end. It knows zones as offsets only, so it is asked
 * for the day alone, at noon, where no change of any clock can move it to another.
 */
function readByChrono(text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const words = text
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .replace(/^day after/, "the day after")
    .replace(/\b(tue|wed)s$/, "$1");
  const instant = new Date(Date.UTC(today.year, today.month - 1, today.day, 12));
  const [result] = casual.parse(words, { instant, timezone: 0 }, { forwardDate: true });
  if (result?.text !== words) return undefined;
  const [year, month, day] = [result.start.get("year"), result.start.get("month"), result.start.get("day")];
  return year === null || month === null || day === null ? undefined : readDate(year, month, day);
}
