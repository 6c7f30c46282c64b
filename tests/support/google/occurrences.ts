import type { calendar_v3 } from "@googleapis/calendar";
import { RRuleTemporal } from "rrule-temporal";

type GoogleEvent = calendar_v3.Schema$Event;
type Moment = calendar_v3.Schema$EventDateTime;

/** In ms; days stand for their midnight in UTC. */
export const timeOf = (moment: Moment | undefined): number =>
  Date.parse(moment?.dateTime ?? moment?.date ?? "");

/** `20261123T080000Z` or `20261123`, as it stands in the id of an instance. */
const suffixOf = (moment: Moment): string =>
  moment.date
    ? moment.date.replaceAll("-", "")
    : `${new Date(timeOf(moment)).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** The rest of a series that was cut in two has `_R…` in its id, and its instances have not. */
const instanceId = (series: GoogleEvent, start: Moment): string =>
  `${(series.id ?? "").replace(/_R\d{8}(T\d{6})?$/, "")}_${suffixOf(start)}`;

/** The instances of a series whose original start lies between the two, in ms, without what was changed of them. */
export function plainInstances(series: GoogleEvent, from: number, to: number): GoogleEvent[] {
  const lines = series.recurrence ?? [];
  const rule = lines.find((line) => line.startsWith("RRULE:"));
  const { start, end } = series;
  if (!rule || !start || !end) return [];
  const zone = start.date ? "UTC" : (start.timeZone ?? "UTC");
  const dtstart = Temporal.Instant.fromEpochMilliseconds(timeOf(start)).toZonedDateTimeISO(zone);
  const length = timeOf(end) - timeOf(start);
  const left = new Set(
    lines
      .filter((line) => line.startsWith("EXDATE"))
      .flatMap((line) => line.slice(line.indexOf(":") + 1).split(",")),
  );
  return new RRuleTemporal({ rruleString: rule.slice("RRULE:".length), dtstart, temporal: Temporal })
    .between(new Date(from), new Date(to), true)
    .map(({ epochMilliseconds }) => {
      const at = (ms: number): Moment =>
        start.date
          ? { date: new Date(ms).toISOString().slice(0, 10) }
          : { dateTime: new Date(ms).toISOString(), timeZone: zone };
      const { recurrence: _, ...shared } = series;
      const originalStartTime = at(epochMilliseconds);
      return {
        ...shared,
        id: instanceId(series, originalStartTime),
        recurringEventId: series.id,
        originalStartTime,
        start: originalStartTime,
        end: at(epochMilliseconds + length),
      };
    })
    .filter(({ originalStartTime }) => !left.has(suffixOf(originalStartTime)));
}
