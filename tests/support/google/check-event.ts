import type { calendar_v3 } from "@googleapis/calendar";
import { GoogleError } from "./answer.ts";
import { timeOf } from "./occurrences.ts";

/** What Google refuses of an event that is to be stored. @throws GoogleError 400 */
export function checkEvent({ start, end, recurrence }: calendar_v3.Schema$Event): void {
  if (!start || !end) throw new GoogleError(400, "required", `Missing ${start ? "end" : "start"} time.`);
  for (const moment of [start, end]) {
    if (Boolean(moment.date) === Boolean(moment.dateTime))
      throw new GoogleError(400, "invalid", "Invalid start time.");
    if (moment.dateTime && !/(Z|[+-]\d{2}:\d{2})$/.test(moment.dateTime))
      throw new GoogleError(400, "required", "Missing time zone definition for start time.");
    if (Number.isNaN(timeOf(moment))) throw new GoogleError(400, "invalid", "Invalid value.");
  }
  if (Boolean(start.date) !== Boolean(end.date))
    throw new GoogleError(400, "invalid", "The start and end times must either both be date or dateTime.");
  if (recurrence?.length && start.dateTime && !start.timeZone)
    throw new GoogleError(400, "required", "Missing time zone definition for start time.");
  const length = timeOf(end) - timeOf(start);
  if (length < 0 || (start.date && length === 0))
    throw new GoogleError(400, "timeRangeEmpty", "The specified time range is empty.");
}
