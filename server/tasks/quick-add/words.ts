/** The words of dates, as patterns and as values. */
export const WEEKDAY_NAME = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
export const WEEKDAY_SHORT = "(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)";
export const WEEKDAY = `(?:${WEEKDAY_NAME}|${WEEKDAY_SHORT})`;
export const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
export const YEAR = String.raw`(?:19|20)\d\d`;
export const ORDINAL = String.raw`\d{1,2}(?:st|nd|rd|th)`;
export const NUMBER = String.raw`(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`;
export const SPAN_UNIT = "(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split(" ");

/** 1 to 12. */
export const monthOf = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;

/** As an RRULE writes it: MO. */
export const weekdayCode = (word: string): string => word.slice(0, 2).toUpperCase();
export const codeOfDay = (day: Temporal.PlainDate): string => WEEKDAYS[day.dayOfWeek - 1] ?? "";

export function numberOf(word: string): number {
  const digits = Number.parseInt(word, 10);
  return Number.isNaN(digits) ? NUMBERS.indexOf(word.toLowerCase()) + 1 || 1 : digits;
}

/** "2 weeks", "an hour", "30m" as a span; `days` and up are calendar days, whatever the clock does. */
export function spanOf(amount: string, unit: string): Temporal.Duration {
  const value = numberOf(amount);
  if (/^mo/i.test(unit)) return Temporal.Duration.from({ months: value });
  if (/^m/i.test(unit)) return Temporal.Duration.from({ minutes: value });
  if (/^h/i.test(unit)) return Temporal.Duration.from({ hours: value });
  if (/^d/i.test(unit)) return Temporal.Duration.from({ days: value });
  return Temporal.Duration.from(/^w/i.test(unit) ? { weeks: value } : { years: value });
}
