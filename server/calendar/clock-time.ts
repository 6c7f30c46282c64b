import { inZone } from "../tasks/time-zone.ts";

/**
 * What a clock on the wall shows, as the moment at which a clock in UTC shows it (in ms). A rule counts in these, and
 * a day is its midnight.
 */
export type WallTime = number;

/** The zone, when there is one of this name: whoever wrote a calendar could name any. */
export function knownZone(name: string | null | undefined, otherwise: string): string {
  return name && isZone(name) ? name : otherwise;
}

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function wallOf(moment: number, timeZone: string): WallTime {
  if (timeZone === "UTC") return moment;
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone);
  return moment + zoned.offsetNanoseconds / 1_000_000;
}

/** A time that the clock skips is as much later; of one that it shows twice it is the first. RFC 5545, 3.3.5. */
export function momentOf(wall: WallTime, timeZone: string): number {
  if (timeZone === "UTC") return wall;
  const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO("UTC").toPlainDateTime();
  return plain.toZonedDateTime(timeZone).epochMilliseconds;
}

/** A day, `2026-11-23`, as its midnight. */
export const wallOfDay = (day: string): WallTime => Date.parse(`${day}T00:00:00Z`);

export const dayOfWall = (wall: WallTime): string => new Date(wall).toISOString().slice(0, 10);

/** A day is the moment at which it begins; a moment stays what it is. In ms. */
export const momentOfText = (text: string, timeZone: string): number =>
  text.includes("T")
    ? Date.parse(text)
    : Temporal.PlainDate.from(text).toZonedDateTime(timeZone).epochMilliseconds;

/** `2026-11-23T09:00:00+01:00` */
export const sayMoment = (moment: number, timeZone: string): string =>
  inZone(new Date(moment), timeZone).toString({ timeZoneName: "never", fractionalSecondDigits: 0 });
