import type { calendar_v3 } from "@googleapis/calendar";
import type { CalendarItem } from "../../../calendar/item.ts";
import { textsOf } from "../../../calendar/texts.ts";
import type { StoredCalendar } from "../../../calendar/tools.ts";
import type { Call } from "../../contract.ts";
import type { GoogleApi } from "./api.ts";
import { itemOf, originalOf } from "./from-google.ts";

const SECOND = 1_000;
const DAY = 86_400_000;

type Wanted = { calendar: StoredCalendar; series: CalendarItem; originalStart: string | Date };

/**
 * An occurrence that nobody has changed yet, at Google; undefined when it is not what Porter has any more. Its id is
 * asked for: how Google makes it from the series' id is not documented, and differs where a series was cut in two.
 */
export async function findInstance(
  api: Pick<GoogleApi, "instances">,
  { calendar, series, originalStart }: Wanted,
  call: Call,
): Promise<{ id: string; etag: string | null } | undefined> {
  const at = new Date(originalStart).getTime();
  // A day begins at another moment in each zone.
  const margin = typeof originalStart === "string" ? 2 * DAY : SECOND;
  const { items } = await api.instances(
    {
      calendarId: calendar.sourceId,
      eventId: series.sourceId,
      timeMin: new Date(at - margin).toISOString(),
      timeMax: new Date(at + margin).toISOString(),
    },
    call,
  );
  const found = items?.find(({ originalStartTime }) => isSame(originalOf(originalStartTime), originalStart));
  if (!found?.id || !isAsKnown(found, { series, originalStart })) return undefined;
  return { id: found.id, etag: found.etag ?? null };
}

const isSame = (a: string | Date | undefined, b: string | Date): boolean =>
  a !== undefined && new Date(a).getTime() === new Date(b).getTime();

/** It still says what the series says, so a change that is based on the series loses nothing. */
function isAsKnown(
  found: calendar_v3.Schema$Event,
  { series, originalStart }: Pick<Wanted, "series" | "originalStart">,
): boolean {
  const item = itemOf(found, "UTC");
  return (
    item !== undefined &&
    Bun.deepEquals(textsOf(item), textsOf(series)) &&
    item.time.allDay === series.time.allDay &&
    isSame(item.time.start, originalStart) &&
    lengthOf(item) === lengthOf(series)
  );
}

/** In ms. */
const lengthOf = ({ time }: CalendarItem): number =>
  new Date(time.end).getTime() - new Date(time.start).getTime();
