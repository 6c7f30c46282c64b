import type { calendar_v3 } from "@googleapis/calendar";
import { knownZone } from "../../../calendar/clock-time.ts";
import type { CalendarSync } from "../../../calendar/item.ts";
import type { StoredCalendar } from "../../../calendar/tools.ts";
import type { Call } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import type { GoogleApi } from "./api.ts";
import { itemOf } from "./from-google.ts";
import { GoogleRefusal } from "./refusal.ts";
import type { GoogleContext } from "./settings.ts";

type GoogleEvent = calendar_v3.Schema$Event;
type Place = { calendarId: string; syncToken?: string };

/** 500,000 events. Beyond it Google's pages have no end. */
const MAX_PAGES = 1_000;

export type Reading = ReturnType<typeof createReading>;

/**
 * Reads a calendar from its sync token on, or whole. Source:
 * https://developers.google.com/workspace/calendar/api/guides/sync
 */
export function createReading(
  { calendars, timeZone: ownZone }: GoogleContext,
  api: Pick<GoogleApi, "events">,
) {
  /** All pages first: what is written is all of it, together with the token of the last page. */
  async function readPages(place: Place, call: Call) {
    const events = new Map<string, GoogleEvent>();
    let pageToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await api.events({ ...place, ...(pageToken && { pageToken }) }, call);
      // What was changed between two pages is in both: the later one counts.
      for (const event of answer.items ?? []) if (event.id) events.set(event.id, event);
      if (answer.nextSyncToken)
        return {
          events: [...events.values()],
          cursor: answer.nextSyncToken,
          timeZone: knownZone(answer.timeZone, ownZone),
        };
      if (!answer.nextPageToken || answer.nextPageToken === pageToken) break;
      pageToken = answer.nextPageToken;
    }
    throw new IntegrationError("retry", "Google's list of events has no end.");
  }

  async function read({ sourceId, cursor }: StoredCalendar, call: Call): Promise<CalendarSync> {
    if (cursor !== null)
      try {
        return syncOf("changes", await readPages({ calendarId: sourceId, syncToken: cursor }, call));
      } catch (error) {
        if (!isForgotten(error)) throw error;
      }
    return syncOf("all", await readPages({ calendarId: sourceId }, call));
  }

  return {
    /** Takes over what is new. @throws IntegrationError, and nothing has been written */
    async bringUpToDate(calendarId: string, call: Call): Promise<void> {
      // As it is now, not as it was when somebody asked.
      const calendar = calendars.list().find(({ id }) => id === calendarId);
      if (calendar) calendars.sync(calendarId, await read(calendar, call));
    },
  };
}

/** 410: too old. 400: not one of Google's, after another account or a change at Google. */
const isForgotten = (error: unknown): boolean =>
  error instanceof GoogleRefusal && (error.status === 410 || error.status === 400);

function syncOf(
  reach: CalendarSync["reach"],
  { events, cursor, timeZone }: { events: GoogleEvent[]; cursor: string; timeZone: string },
): CalendarSync {
  const gone = new Set(
    events.flatMap(({ id, status, recurringEventId }) =>
      id && status === "cancelled" && !recurringEventId ? [id] : [],
    ),
  );
  // With a series all its occurrences have gone, and Google says so of each that was changed.
  const isGone = ({ id, status, recurringEventId }: GoogleEvent): boolean =>
    gone.has(id ?? "") || (status === "cancelled" && gone.has(recurringEventId ?? ""));
  return {
    reach,
    items: events.filter((event) => !isGone(event)).flatMap((event) => itemOf(event, timeZone) ?? []),
    removed: events.filter(isGone).flatMap(({ id }) => id ?? []),
    cursor,
  };
}
