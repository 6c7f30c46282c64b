import { MAX_COUNT } from "../recurrence-rule.ts";
import { checkRule, monthlyOn, yearlyOn } from "../recurrence.ts";
import { findDays } from "./days.ts";
import { phrase, type Line } from "./line.ts";
import { codeOfDay, MONTH, monthOf, numberOf, ORDINAL, WEEKDAY, weekdayCode } from "./words.ts";

/** How a line says that its task comes again. What it leaves open ("every month") the first day decides. */
export type Repeat = { ruleFrom: (first: Temporal.PlainDate) => string };

type Groups = Partial<Record<string, string>>;
type Form = {
  pattern: RegExp;
  ruleFrom: (groups: Groups, first: Temporal.PlainDate) => string | undefined;
  closed?: boolean;
};

const EVERY = "(?:every|each)";
const STEP =
  "(?<step>other|second|2nd|third|3rd|\\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
const MONTHLY = `(?:${EVERY} (?:${STEP} )?months?|monthly)`;
const OF_MONTH = "of (?:the|each|every) month";
const NTH = "(?<nth>first|1st|second|2nd|third|3rd|fourth|4th|last)";
const ON_THE = "(?:on )?(?:the )?";
const LIST = String.raw`(?<list>${WEEKDAY}s?(?:(?:\s?,|\s?/|,? and| &| or)\s{0,3}${WEEKDAY}s?){0,6})`;
const DATE = `(?:(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${MONTH})|(?<month>${MONTH}) (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?)`;

/** The longer ones first: "every last friday" before "every friday". */
const FORMS: Form[] = [
  ...[
    `${EVERY} ${NTH} (?<weekday>${WEEKDAY}) ${OF_MONTH}`,
    `${ON_THE}${NTH} (?<weekday>${WEEKDAY}) of (?:each|every) month`,
    `${MONTHLY} on (?:the )?${NTH} (?<weekday>${WEEKDAY})`,
    // "every second friday" is every other one.
    `${EVERY} (?<nth>first|1st|third|3rd|fourth|4th|last) (?<weekday>${WEEKDAY})`,
  ].map((pattern) =>
    form(pattern, ({ nth = "", weekday = "", step }) => {
      const ordinal = nth.toLowerCase() === "last" ? -1 : ordinalOf(nth);
      return every(`FREQ=MONTHLY;BYDAY=${ordinal}${weekdayCode(weekday)}`, step);
    }),
  ),
  ...[
    `${EVERY} last day ${OF_MONTH}`,
    `${ON_THE}last day of (?:each|every) month`,
    `${MONTHLY} on (?:the )?last day(?: of the month)?`,
  ].map((pattern) => form(pattern, ({ step }) => every("FREQ=MONTHLY;BYMONTHDAY=-1", step))),
  ...[
    `${EVERY} (?:the )?(?<date>${ORDINAL}) ${OF_MONTH}`,
    `${ON_THE}(?<date>${ORDINAL}) of (?:each|every) month`,
    `${MONTHLY} on (?:the )?(?<date>${ORDINAL}|\\d{1,2})`,
  ].map((pattern) => form(pattern, onDate)),
  ...[`${EVERY} (?:year on )?(?:the )?${DATE}`, `(?:yearly|annually) on (?:the )?${DATE}`].map((pattern) =>
    form(pattern, ({ day, month = "" }) => onDayOfYear(monthOf(month), Number(day))),
  ),
  ...[
    `(?:${EVERY} (?:${STEP} )?weeks?|weekly) on ${LIST}`,
    `${EVERY} (?:(?<step>other|second|2nd) )?${LIST}`,
  ].map((pattern) =>
    form(pattern, ({ list = "", step }) => {
      const days = list.matchAll(new RegExp(WEEKDAY, "gi"));
      return every(`FREQ=WEEKLY;BYDAY=${[...days].map(([word]) => weekdayCode(word)).join(",")}`, step);
    }),
  ),
  form(
    `${EVERY} (?:${STEP} )?(?<unit>days?|weeks?|fortnights?|months?|quarters?|years?|weekdays?|workdays?|weekends?)`,
    ofUnit,
  ),
  // Whatever else they can be ("every 3rd item", "weekly report"), at the end or before a time they are this.
  { ...form(`${EVERY} (?:the )?(?<date>${ORDINAL})`, onDate), closed: true },
  {
    ...form("(?<unit>daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually)", ofUnit),
    closed: true,
  },
];

const CLOSED =
  /^\s{1,3}(?:at|@|on|by|until|till?|for|starting|from|\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)|\d{1,2}:\d\d)(?![\p{L}\p{N}])/iu;
const ARTICLE = /(?<![\p{L}\p{N}])(?:the|an?|my|our|your)\s{1,3}$/iu;
const UNTIL = phrase("(?:until|till?)(?= )");
const TIMES = phrase(String.raw`(?:for )?(?<count>\d{1,5})\s?(?:times|x)`);

/** Takes the words that say it out of the line. */
export function takeRepeat(line: Line, today: Temporal.PlainDate): Repeat | undefined {
  for (const { pattern, ruleFrom, closed = false } of FORMS) {
    const match = [...line.rest.matchAll(pattern)].findLast(({ index, 0: text }) => {
      const end = index + text.length;
      return (
        !closed ||
        ((line.isEnd(end) || CLOSED.test(line.rest.slice(end))) && !ARTICLE.test(line.rest.slice(0, index)))
      );
    });
    if (!match) continue;
    const groups = match.groups ?? {};
    if (ruleFrom(groups, today) === undefined) continue;
    const end = match.index + match[0].length;
    line.take("recurrence", match.index, end);
    const limit = takeLimit(line, { from: end, today });
    return { ruleFrom: (first) => checkRule(`${ruleFrom(groups, first)}${limit}`) };
  }
  return undefined;
}

/** "until june 1st" or "5 times", somewhere behind the rest of it. */
function takeLimit(line: Line, { from, today }: { from: number; today: Temporal.PlainDate }): string {
  const until = [...line.rest.matchAll(UNTIL)].find(({ index }) => index >= from);
  if (until) {
    const start = until.index + until[0].length;
    const day = findDays(line.rest, today).find(
      (one) => one.start > start && /^\s+$/.test(line.rest.slice(start, one.start)),
    );
    if (day) {
      line.take("recurrence", until.index, day.end);
      return `;UNTIL=${day.date.toString().replaceAll("-", "")}`;
    }
  }
  const times = [...line.rest.matchAll(TIMES)].find(({ index }) => index >= from);
  const count = Number(times?.groups?.["count"]);
  if (!times || !(count >= 1 && count <= MAX_COUNT)) return "";
  line.take("recurrence", times.index, times.index + times[0].length);
  return `;COUNT=${count}`;
}

function form(pattern: string, ruleFrom: Form["ruleFrom"]): Form {
  return { pattern: phrase(pattern), ruleFrom };
}

/** The rule, each so many times only; undefined for an interval that is none: "every 0 days". */
function every(rule: string, step = "1"): string | undefined {
  const interval = step.toLowerCase() === "other" ? 2 : ordinalOf(step);
  return interval < 1 ? undefined : `${rule};INTERVAL=${interval}`;
}

function onDate({ date = "", step }: Groups): string | undefined {
  const day = Number.parseInt(date, 10);
  return day >= 1 && day <= 31 ? every(monthlyOn(day), step) : undefined;
}

function onDayOfYear(month: number, day: number): string | undefined {
  const daysInMonth = Temporal.PlainDate.from({ year: 2000, month, day: 1 }).daysInMonth; // a leap year
  return day >= 1 && day <= daysInMonth ? yearlyOn(month, day) : undefined;
}

function ofUnit({ unit = "", step }: Groups, first: Temporal.PlainDate): string | undefined {
  switch (unit.toLowerCase().replace(/s$/, "")) {
    case "day":
    case "daily":
      return every("FREQ=DAILY", step);
    case "week":
    case "weekly":
      return every(`FREQ=WEEKLY;BYDAY=${codeOfDay(first)}`, step);
    case "fortnight":
    case "fortnightly":
    case "biweekly":
      return step === undefined ? every(`FREQ=WEEKLY;BYDAY=${codeOfDay(first)}`, "2") : undefined;
    case "month":
    case "monthly":
      return onDate({ date: String(first.day), step });
    case "quarter":
    case "quarterly":
      return step === undefined ? onDate({ date: String(first.day), step: "3" }) : undefined;
    case "year":
    case "yearly":
    case "annually":
      return every(yearlyOn(first.month, first.day), step);
    case "weekday":
    case "workday":
      return step === undefined ? "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" : undefined;
    case "weekend":
      return step === undefined ? "FREQ=WEEKLY;BYDAY=SA,SU" : undefined;
    default:
      return undefined;
  }
}

/** first, 1st, two and 2 are numbers alike. */
function ordinalOf(word: string): number {
  const place = ["first", "second", "third", "fourth"].indexOf(word.toLowerCase()) + 1;
  return place || numberOf(word);
}
