import { PorterError } from "../../../errors.ts";
import type { Call } from "../../contract.ts";
import { createTurns } from "../turns.ts";
import { createGuardedFetch } from "../guarded-fetch.ts";
import type { CalendarSource } from "../source.ts";
import { createDav, type Dav } from "./dav.ts";
import { addressIn, type CalDavContext, type CalDavEntry } from "./settings.ts";
import { eachOf, syncEntry } from "./sync.ts";
import { createCalDavWriter } from "./writer.ts";

/** The calendars of all `[[integrations.calendar.caldav]]`, read and written (RFC 4791). */
export function createCalDavSource(
  context: CalDavContext,
  { caldav: entries }: { caldav: readonly CalDavEntry[] },
): CalendarSource {
  const { calendars } = context;
  const turns = createTurns();
  const connect = (entry: CalDavEntry, { signal }: Call): Dav => {
    const { name, allow_private: allowPrivate } = entry;
    return createDav(entry, createGuardedFetch(context.fetch, { name, allowPrivate }), signal);
  };

  return {
    kind: "caldav",

    async sync(call) {
      for (const calendar of calendars.list())
        if (calendar.source === "caldav" && !entries.some((entry) => addressIn(entry, calendar)))
          calendars.remove(calendar.id);
      await eachOf(entries, async (entry) => syncEntry(connect(entry, call), context, turns));
    },

    write: createCalDavWriter({
      context,
      turns,
      locate(calendar, call) {
        for (const entry of entries) {
          const url = addressIn(entry, calendar);
          if (url !== undefined) return { dav: connect(entry, call), url };
        }
        throw new PorterError(
          "NOT_FOUND",
          "The configuration does not name this calendar's server any more.",
        );
      },
    }),
  };
}
