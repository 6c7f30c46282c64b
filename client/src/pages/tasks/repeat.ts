const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** The repetitions that the panel offers, as RRULEs (RFC 5545) from the day that the task is due. */
export const repeats = {
  daily: () => "FREQ=DAILY",
  weekdays: () => "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
  weekly: (due: Date) => `FREQ=WEEKLY;BYDAY=${WEEKDAYS[due.getDay()]}`,
  fortnightly: (due: Date) => `FREQ=WEEKLY;INTERVAL=2;BYDAY=${WEEKDAYS[due.getDay()]}`,
  monthly: (due: Date) => `FREQ=MONTHLY;${monthDay(due.getDate())}`,
  yearly: (due: Date) => `FREQ=YEARLY;BYMONTH=${due.getMonth() + 1};${monthDay(due.getDate())}`,
};

/** RFC 5545 leaves out a month that is too short; people mean its last day: the last that there is of 28 … 31. */
function monthDay(day: number): string {
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const days = [28, 29, 30, 31].filter((each) => each <= day);
  return `BYMONTHDAY=${days.join(",")};BYSETPOS=-1`;
}

export type End = { kind: "never" } | { kind: "until"; day: string } | { kind: "count"; count: number };

const parts = (rule: string): [string, string][] =>
  rule.split(";").map((part) => part.split("=") as [string, string]); // NAME=value

/** A rule without its end, and its end. */
export function splitEnd(rule: string): { body: string; end: End } {
  const body = parts(rule).filter(([name]) => name !== "COUNT" && name !== "UNTIL");
  const { COUNT, UNTIL } = Object.fromEntries(parts(rule));
  const end: End = COUNT
    ? { kind: "count", count: Number(COUNT) }
    : UNTIL
      ? { kind: "until", day: UNTIL.replace(/^(\d{4})(\d\d)(\d\d).*/, "$1-$2-$3") }
      : { kind: "never" };
  return { body: body.map(([name, value]) => `${name}=${value}`).join(";"), end };
}

export function withEnd(body: string, end: End): string {
  if (end.kind === "count") return `${body};COUNT=${end.count}`;
  if (end.kind === "until") return `${body};UNTIL=${end.day.replaceAll("-", "")}`;
  return body;
}

/** The same parts in any order. */
export const isSameRule = (a: string, b: string): boolean =>
  a.split(";").sort().join(";") === b.split(";").sort().join(";");
