const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });
const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const WEEK = 7 * 24 * 3_600_000;

/** A moment to come by the reader's clock: "15:00", "Tue 15:00", "12 Dec 15:00". */
export function untilWords(date: Date, now: Date): string {
  const time = clock.format(date);
  if (date.toDateString() === now.toDateString()) return time;
  return `${(date.getTime() - now.getTime() < WEEK ? weekday : day).format(date)} ${time}`;
}
