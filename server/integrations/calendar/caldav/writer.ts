import type { EventTarget, StoredCalendar } from "../../../calendar/tools.ts";
import { PorterError } from "../../../errors.ts";
import type { Call } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import { sendAgain } from "../send-again.ts";
import type { Turns } from "../turns.ts";
import type { EventWriter } from "../source.ts";
import { findCalendar } from "./calendars.ts";
import type { Dav } from "./dav.ts";
import { addressOf, objectOf, stampIn } from "./object-ids.ts";
import { readObjects, type CalendarObject } from "./objects.ts";
import { takeCalendar, takeWritten, type Written } from "./read.ts";
import type { CalDavContext } from "./settings.ts";
import { changedObject, newObject, withoutOccurrence } from "./write.ts";

type Deps = {
  context: CalDavContext;
  turns: Turns;
  /** Whose calendar it is, and its address. @throws PorterError NOT_FOUND */
  locate: (calendar: StoredCalendar, call: Call) => Place;
};
type Place = { dav: Dav; url: string };

/** Changes objects at their server, each on the version that it is based on (RFC 4791, 5.3.2; RFC 9110, 13.1). */
export function createCalDavWriter({ context, turns, locate }: Deps): EventWriter {
  const given = () => ({ now: context.now(), timeZone: context.timeZone });

  async function bringUpToDate({ dav, url }: Place): Promise<void> {
    const calendar = await findCalendar(dav, url);
    if (!calendar) throw new PorterError("NOT_FOUND", "This calendar is not at its server any more.");
    // Whatever its version says: a ctag of whole seconds is the same for two changes in one.
    await takeCalendar(dav, { ...calendar, version: null }, context);
  }

  /** In its turn. Whether it works or not, Porter's copy is then as the server's is, or as it was written. */
  const change = (calendar: StoredCalendar, place: Place, work: () => Promise<Written>): Promise<void> =>
    turns.take(place.url, async () => {
      const written = await work().catch(async (error: unknown) => {
        if (error instanceof PorterError && error.code === "CONFLICT")
          await bringUpToDate(place).catch(passOver);
        throw error;
      });
      await bringUpToDate(place).catch((error: unknown) => {
        passOver(error);
        takeWritten(calendar, written, context);
      });
    });

  /** The object of an event, when it still is as Porter knows it. */
  async function objectAt({ dav, url }: Place, { item }: EventTarget): Promise<CalendarObject> {
    const [object] = await Array.fromAsync(readObjects(dav, { url }, [objectOf(item.sourceId)]));
    if (object?.text === undefined || object.etag !== item.etag) throw changedElsewhere();
    return object;
  }

  async function replace(place: Place, { name, etag }: CalendarObject, text?: string): Promise<Written> {
    const headers = { "if-match": etag, ...(text !== undefined && CALENDAR_TYPE) };
    const method = text === undefined ? "DELETE" : "PUT";
    const init = { method, headers, ...(text !== undefined && { body: text }) };
    return writtenAs(await place.dav.fetch(addressOf(name, place.url), init), name, text);
  }

  const put = ({ dav, url }: Place, name: string, text: string): Promise<Written> =>
    sendAgain(async (isAgain) => {
      const headers = { "if-none-match": "*", ...CALENDAR_TYPE };
      const response = await dav.fetch(addressOf(name, url), { method: "PUT", headers, body: text });
      // The first one has arrived.
      if (isAgain && response.status === 412) return { name, text, etag: null };
      return writtenAs(response, name, text);
    });

  return {
    async create(calendar, draft, call) {
      const place = locate(calendar, call);
      const uid = crypto.randomUUID();
      const name = `${uid}.ics`;
      await change(calendar, place, () => put(place, name, newObject(draft, uid, given())));
      return name;
    },

    async update(target, draft, call) {
      const place = locate(target.calendar, call);
      await change(target.calendar, place, async () => {
        const object = await objectAt(place, target);
        return replace(place, object, changedObject(object.text, { target, change: draft }, given()));
      });
    },

    async remove(target, call) {
      const place = locate(target.calendar, call);
      await change(target.calendar, place, async () => {
        const object = await objectAt(place, target);
        const isWhole = !target.occurrence && stampIn(target.item.sourceId) === undefined;
        return replace(place, object, isWhole ? undefined : withoutOccurrence(object.text, target, given()));
      });
    },
  };
}

const CALENDAR_TYPE = { "content-type": "text/calendar; charset=utf-8" };

/** @throws PorterError when the server did not take it */
function writtenAs({ ok, status, headers }: Response, name: string, text: string | undefined): Written {
  // Told when what was sent is what is there (RFC 4791, 5.3.4).
  if (ok) return { name, text, etag: headers.get("etag") };
  if (status === 404 || status === 409 || status === 412) throw changedElsewhere();
  throw new PorterError("INVALID", `The calendar's server does not accept this change (${status}).`);
}

/** What cannot be read now is read with the next tick. */
function passOver(error: unknown): void {
  if (!(error instanceof IntegrationError || error instanceof PorterError)) throw error;
}

const changedElsewhere = (): PorterError =>
  new PorterError("CONFLICT", "The event was changed in its calendar meanwhile. Look at it again.");
