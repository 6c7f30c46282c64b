const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const shortDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const longDate = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
/** Whole calendar days from `now` to `date`; the rounding takes the hour that a clock change adds or drops. */
const daysUntil = (date: Date, now: Date): number =>
  Math.round((startOfDay(date).getTime() - startOfDay(now).getTime()) / DAY);

export const exactTime = (date: Date): string => exact.format(date);

/** "now", "5 min ago", "3 hr ago", "yesterday", "12 Mar". */
export function timeAgo(date: Date, now: Date): string {
  const age = now.getTime() - date.getTime();
  if (age < MINUTE) return "now";
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), "minute");
  if (age < 12 * HOUR || daysUntil(date, now) === 0) return relative.format(-Math.floor(age / HOUR), "hour");
  if (age < 6 * DAY) return relative.format(daysUntil(date, now), "day");
  return (date.getFullYear() === now.getFullYear() ? shortDate : longDate).format(date);
}

/** "in a moment", "in 5 min", "in 3 hr", "12 Mar". */
export function timeUntil(date: Date, now: Date): string {
  const left = date.getTime() - now.getTime();
  if (left < MINUTE) return "in a moment";
  if (left < HOUR) return relative.format(Math.round(left / MINUTE), "minute");
  if (left < 2 * DAY) return relative.format(Math.round(left / HOUR), "hour");
  return (date.getFullYear() === now.getFullYear() ? shortDate : longDate).format(date);
}

/** "40 ms", "1.2 s", "5 min", "3 hr". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  return `${Number((ms / HOUR).toFixed(1))} hr`;
}

/** A due date that stands at midnight was given as a day; any other also has its hour. */
export const hasHour = (date: Date) => date.getHours() !== 0 || date.getMinutes() !== 0;

export type Due = { text: string; tone: "overdue" | "today" | "later" };

export function describeDue(date: Date, now: Date): Due {
  const days = daysUntil(date, now);
  const hour = hasHour(date) ? ` ${clock.format(date)}` : "";
  const overdue = days < 0 || (days === 0 && hasHour(date) && date < now);
  if (days === 0) return { text: `Today${hour}`, tone: overdue ? "overdue" : "today" };
  if (days === 1) return { text: `Tomorrow${hour}`, tone: "later" };
  if (days === -1) return { text: `Yesterday${hour}`, tone: "overdue" };
  const day = (date.getFullYear() === now.getFullYear() ? shortDate : longDate).format(date);
  return { text: day + hour, tone: overdue ? "overdue" : "later" };
}

/** "27 Nov 2026", and the hour where there is one. */
export const describeMoment = (date: Date): string =>
  longDate.format(date) + (hasHour(date) ? ` ${clock.format(date)}` : "");
