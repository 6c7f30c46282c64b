const DAYS: Record<string, string> = {
  MO: "Monday",
  TU: "Tuesday",
  WE: "Wednesday",
  TH: "Thursday",
  FR: "Friday",
  SA: "Saturday",
  SU: "Sunday",
};
const UNITS: Record<string, string> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const ORDINALS: Record<string, string> = {
  "1": "first",
  "2": "second",
  "3": "third",
  "4": "fourth",
  "5": "fifth",
  "-1": "last",
  "-2": "second to last",
};
const WEEKDAYS = "MO,TU,WE,TH,FR";

const list = new Intl.ListFormat("en");
const longDate = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const plural = new Intl.PluralRules("en", { type: "ordinal" });
const suffixes: Record<string, string> = { one: "st", two: "nd", few: "rd", other: "th" };
const nth = (day: number) => `${day}${suffixes[plural.select(day)] ?? "th"}`;

function describeDay(day: string): string {
  const [, place = "", name = ""] = /^([+-]?\d+)?([A-Z]{2})$/.exec(day) ?? [];
  const words = DAYS[name] ?? day;
  return place === "" ? words : `the ${ORDINALS[Number(place)] ?? nth(Number(place))} ${words}`;
}

function describeMonthDays(days: string, setPosition: string | undefined): string {
  const numbers = days.split(",").map(Number);
  // "The 31st, or the last day of a shorter month": the last that there is of 28, 29, 30, 31.
  if (setPosition === "-1") {
    const latest = Math.max(...numbers);
    return latest === 31 ? "the last day" : `the ${nth(latest)}, or the last day`;
  }
  return list.format(numbers.map((day) => (day === -1 ? "the last day" : `the ${nth(day)}`)));
}

function describeUntil(until: string): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(until) ?? [];
  return longDate.format(Date.UTC(Number(year), Number(month) - 1, Number(day)));
}

/** An RRULE (RFC 5545) in words: "every 2 weeks on Monday and Friday until 4 May 2027". */
export function describeRule(rule: string): string {
  const parts = Object.fromEntries(rule.split(";").map((part) => part.split("=") as [string, string])); // NAME=value
  const { FREQ = "", INTERVAL = "1", BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, COUNT, UNTIL } = parts;
  const unit = UNITS[FREQ];
  const isLastDay = BYSETPOS === "-1" && BYMONTHDAY !== undefined && BYDAY === undefined;
  if (unit === undefined || (BYSETPOS !== undefined && !isLastDay)) return rule;
  const end = COUNT ? `, ${COUNT} times` : UNTIL ? ` until ${describeUntil(UNTIL)}` : "";
  if (BYDAY === WEEKDAYS && INTERVAL === "1") return `every weekday${end}`;
  const every = INTERVAL === "1" ? `every ${unit}` : `every ${INTERVAL} ${unit}s`;
  const month = BYMONTH
    ? ` in ${list.format(BYMONTH.split(",").map((number) => MONTHS[Number(number) - 1] ?? number))}`
    : "";
  const days = BYDAY ? ` on ${list.format(BYDAY.split(",").map(describeDay))}` : "";
  const monthDays = BYMONTHDAY ? ` on ${describeMonthDays(BYMONTHDAY, BYSETPOS)}` : "";
  return `${every}${month}${days}${monthDays}${end}`;
}
