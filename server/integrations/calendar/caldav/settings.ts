import type { StoredCalendar } from "../../../calendar/tools.ts";
import type { IntegrationContext } from "../../contract.ts";
import type { Config } from "../config.ts";

/** One `[[integrations.calendar.caldav]]`. */
export type CalDavEntry = Config["caldav"][number];

export type CalDavContext = Pick<IntegrationContext<unknown>, "calendars" | "fetch" | "now" | "timeZone">;

/** Which of Porter's calendars an entry brings: their source ids begin with it. A renamed entry keeps its own. */
const keyOf = ({ username, url }: CalDavEntry): string => `caldav ${username} ${url} `;

/** The source id of the calendar at this address. */
export const sourceIdOf = (entry: CalDavEntry, calendarUrl: string): string => keyOf(entry) + calendarUrl;

/** The address of a calendar of this entry; undefined: another one brings it. */
export const addressIn = (
  entry: CalDavEntry,
  { sourceId }: Pick<StoredCalendar, "sourceId">,
): string | undefined =>
  sourceId.startsWith(keyOf(entry)) ? sourceId.slice(keyOf(entry).length) : undefined;
