import type { EventTarget, StoredCalendar } from "../../../calendar/tools.ts";
import { PorterError } from "../../../errors.ts";
import type { Call } from "../../contract.ts";
import type { Turns } from "../turns.ts";
import type { EventWriter } from "../source.ts";
import { findCalendar } from "./calendars.ts";
import type { Dav } from "./dav.ts";
import { addressOf, objectOf, stampIn } from "./object-ids.ts";
import { readObjects, type CalendarObject } from "./objects.ts";
import { takeCalendar } from "./read.ts";
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
    await takeCalendar(dav, calendar, context);
  }

  /** In its turn. Whether it works or not, Porter's copy is then as the server's is. */
  const change = (place: Place, work: () => Promise<void>): Promise<void> =>
    turns.take(place.url, async () => {
      try {
        await work();
      } catch (error) {
        if (error instanceof PorterError && error.code === "CONFLICT") await bringUpToDate(place);
        throw error;
      }
      await bringUpToDate(place);
    });

  /** The object of an event, when it still is as Porter knows it. */
  async function objectAt({ dav, url }: Place, { item }: EventTarget): Promise<CalendarObject> {
    const [object] = await Array.fromAsync(readObjects(dav, { url }, [objectOf(item.sourceId)]));
    if (!object || object.etag !== item.etag) throw changedElsewhere();
    return object;
  }

  async function replace({ dav, url }: Place, { name, etag }: CalendarObject, text?: string): Promise<void> {
    const headers = { "if-match": etag, ...(text !== undefined && CALENDAR_TYPE) };
    const method = text === undefined ? "DELETE" : "PUT";
    accept(
      await dav.fetch(addressOf(name, url), { method, headers, ...(text !== undefined && { body: text }) }),
    );
  }

  return {
    async create(calendar, draft, call) {
      const place = locate(calendar, call);
      const uid = crypto.randomUUID();
      const name = `${uid}.ics`;
      await change(place, async () => {
        const response = await place.dav.fetch(addressOf(name, place.url), {
          method: "PUT",
          headers: { "if-none-match": "*", ...CALENDAR_TYPE },
          body: newObject(draft, uid, given()),
        });
        accept(response);
      });
      return name;
    },

    async update(target, draft, call) {
      const place = locate(target.calendar, call);
      await change(place, async () => {
        const object = await objectAt(place, target);
        await replace(place, object, changedObject(object.text, { target, change: draft }, given()));
      });
    },

    async remove(target, call) {
      const place = locate(target.calendar, call);
      await change(place, async () => {
        const object = await objectAt(place, target);
        const isWhole = !target.occurrence && stampIn(target.item.sourceId) === undefined;
        await replace(place, object, isWhole ? undefined : withoutOccurrence(object.text, target, given()));
      });
    },
  };
}

const CALENDAR_TYPE = { "content-type": "text/calendar; charset=utf-8" };

/** @throws PorterError */
function accept({ ok, status }: Response): void {
  if (ok) return;
  if (status === 404 || status === 409 || status === 412) throw changedElsewhere();
  throw new PorterError("INVALID", `The calendar's server does not accept this change (${status}).`);
}

const changedElsewhere = (): PorterError =>
  new PorterError("CONFLICT", "The event was changed in its calendar meanwhile. Look at it again.");
