import { inZone } from "../tasks/time-zone.ts";

/** From one time of the day to another, over midnight when that is the earlier one. */
export type QuietHours = { from: Temporal.PlainTime; to: Temporal.PlainTime };

/** @param text `22:00-07:00` */
export function readQuietHours(text: string): QuietHours {
  const [from = "", to = ""] = text.split("-");
  return { from: Temporal.PlainTime.from(from), to: Temporal.PlainTime.from(to) };
}

/** The moment at which quiet hours end that it lies in; itself outside of them. In ms. */
export function afterQuiet(moment: number, quiet: QuietHours | undefined, timeZone: string): number {
  if (!quiet) return moment;
  const here = inZone(new Date(moment), timeZone);
  const time = here.toPlainTime();
  const isBefore = (limit: Temporal.PlainTime) => Temporal.PlainTime.compare(time, limit) < 0;
  const spansMidnight = Temporal.PlainTime.compare(quiet.to, quiet.from) < 0;
  const isQuiet = spansMidnight
    ? !isBefore(quiet.from) || isBefore(quiet.to)
    : !isBefore(quiet.from) && isBefore(quiet.to);
  if (!isQuiet) return moment;
  const day = here.toPlainDate().add({ days: isBefore(quiet.to) ? 0 : 1 });
  // Of two equal times the second: the first may be over.
  return day.toPlainDateTime(quiet.to).toZonedDateTime(timeZone, { disambiguation: "later" })
    .epochMilliseconds;
}
