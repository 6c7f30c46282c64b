/** The wall clock and the calendar day of `date` in the zone. */
export const inZone = (date: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone);

export const toDate = (moment: Temporal.ZonedDateTime): Date => new Date(moment.epochMilliseconds);

/** A day is written down as the moment it begins; where the clock skips midnight that is 01:00. */
export const isStartOfDay = (moment: Temporal.ZonedDateTime): boolean =>
  moment.epochNanoseconds === moment.startOfDay().epochNanoseconds;

const MORNING = Temporal.PlainTime.from("09:00");

/** When something that has a day and no time is told of: 09:00 of the day that `date` is in. */
export const morningOf = (date: Date, timeZone: string): Date =>
  toDate(inZone(date, timeZone).toPlainDate().toZonedDateTime({ timeZone, plainTime: MORNING }));
