import type { calendar_v3 } from "@googleapis/calendar";
import type { CalendarItem } from "../../../calendar/item.ts";
import type { EventTarget, StoredCalendar } from "../../../calendar/tools.ts";
import { PorterError } from "../../../errors.ts";
import type { Call } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import { sendAgain } from "../send-again.ts";
import type { EventWriter } from "../source.ts";
import type { GoogleApi } from "./api.ts";
import { itemOf } from "./from-google.ts";
import { findInstance } from "./instance.ts";
import { movedRules } from "./moved-rules.ts";
import type { Reading } from "./reading.ts";
import { GoogleRefusal } from "./refusal.ts";
import type { GoogleContext } from "./settings.ts";
import { eventOf } from "./to-google.ts";
import type { Turns } from "../turns.ts";

type Parts = { api: GoogleApi; reading: Reading; turns: Turns };
/** What is changed at Google: an event, with the version that the change is based on. */
type Place = { calendarId: string; eventId: string; etag: string | null };

/** Changes at Google, each taken over into Porter's copy at once. */
export function createWriting(
  { calendars, timeZone }: GoogleContext,
  { api, reading, turns }: Parts,
): EventWriter {
  async function placeOf({ calendar, item, occurrence }: EventTarget, call: Call): Promise<Place> {
    const calendarId = calendar.sourceId;
    if (!occurrence || item.override) return { calendarId, eventId: item.sourceId, etag: item.etag };
    const found = await findInstance(api, { calendar, ...occurrence }, call);
    if (!found) throw changedElsewhere();
    return { calendarId, eventId: found.id, etag: found.etag };
  }

  function takeOver({ id }: StoredCalendar, read: { items: CalendarItem[]; removed?: string[] }): void {
    const cursor = calendars.list().find((one) => one.id === id)?.cursor ?? null;
    calendars.sync(id, { reach: "changes", cursor, ...read });
  }

  function takeOverEvent(calendar: StoredCalendar, event: calendar_v3.Schema$Event): CalendarItem {
    const item = itemOf(event, timeZone);
    if (!item) throw new IntegrationError("retry", "Google's answer to a change is not in its form.");
    takeOver(calendar, { items: [item] });
    return item;
  }

  function insert(calendarId: string, event: calendar_v3.Schema$Event, call: Call) {
    const eventId = crypto.randomUUID().replaceAll("-", "");
    return sendAgain(() =>
      api.insert(calendarId, { ...event, id: eventId }, call).catch((error: unknown) => {
        // It is there.
        if (error instanceof GoogleRefusal && error.status === 409)
          return api.event({ calendarId, eventId }, call);
        throw error;
      }),
    );
  }

  /** In its turn. Where Google has another version than Porter, that one is read before the change is refused. */
  const change = <T>(calendar: StoredCalendar, call: Call, work: () => Promise<T>): Promise<T> =>
    turns.take(calendar.id, async () => {
      try {
        return await work();
      } catch (error) {
        const refusal = error instanceof GoogleRefusal ? refusalOf(error) : error;
        if (refusal instanceof PorterError && refusal.code !== "INVALID")
          await reading.bringUpToDate(calendar.id, call).catch(passOver);
        throw refusal;
      }
    });

  return {
    create: (calendar, draft, call) =>
      change(calendar, call, async () => {
        const made = await insert(calendar.sourceId, eventOf(draft, timeZone), call);
        return takeOverEvent(calendar, made).sourceId;
      }),

    update: (target, draft, call) =>
      change(target.calendar, call, async () => {
        const requestBody = { ...eventOf(draft, timeZone), ...movedRules(target, draft.time, timeZone) };
        const changed = await api.patch({ ...(await placeOf(target, call)), requestBody }, call);
        const item = takeOverEvent(target.calendar, changed);
        // With a series Google may move or drop what was changed of it.
        if (item.recurrence.length > 0) await reading.bringUpToDate(target.calendar.id, call).catch(passOver);
      }),

    remove: (target, call) =>
      change(target.calendar, call, async () => {
        const place = await placeOf(target, call);
        try {
          await api.remove(place, call);
        } catch (error) {
          // It has gone already, as was wanted.
          if (!(error instanceof GoogleRefusal) || error.status !== 410) throw error;
        }
        const left = leftOut(target, place.eventId);
        takeOver(target.calendar, left ? { items: [left] } : { items: [], removed: [place.eventId] });
      }),
  };
}

/** What cannot be read now is read with the next tick. */
function passOver(error: unknown): void {
  if (!(error instanceof IntegrationError)) throw error;
}

/** What stands for an occurrence that does not take place. */
function leftOut({ item, occurrence }: EventTarget, sourceId: string): CalendarItem | undefined {
  const override = occurrence
    ? { seriesSourceId: occurrence.series.sourceId, originalStart: occurrence.originalStart }
    : item.override;
  return override ? { ...item, sourceId, recurrence: [], status: "cancelled", override } : undefined;
}

function refusalOf(refusal: GoogleRefusal): Error {
  switch (refusal.status) {
    case 404:
    case 410:
      return new PorterError("NOT_FOUND", "This event has been deleted at Google.");
    case 412:
      return changedElsewhere();
    case 400:
      return new PorterError("INVALID", "Google does not take the event like this.");
    case 403:
      return refusal.remedy === "auth"
        ? refusal
        : new PorterError("INVALID", "Google does not let this account change this event.");
    default:
      return refusal;
  }
}

const changedElsewhere = (): PorterError =>
  new PorterError("CONFLICT", "The event was changed at Google meanwhile. Look at it again.");
