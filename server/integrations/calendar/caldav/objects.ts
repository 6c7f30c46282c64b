import { IntegrationError } from "../../error.ts";
import type { RemoteCalendar } from "./calendars.ts";
import type { Dav } from "./dav.ts";
import { addressOf, nameOf } from "./object-ids.ts";
import { ObjectProperties } from "./properties.ts";

/** An iCalendar object as it is on the server: an event with all its overrides. */
export type CalendarObject = { name: string; etag: string; text: string };

/** So many objects are asked for at once. */
const BATCH = 50;

/** Those of the named objects that there are, as they come (RFC 4791, 7.9). */
export async function* readObjects(
  dav: Dav,
  calendar: Pick<RemoteCalendar, "url">,
  wanted: string[],
): AsyncGenerator<CalendarObject> {
  for (let from = 0; from < wanted.length; from += BATCH) {
    const hrefs = wanted
      .slice(from, from + BATCH)
      .map((name) => new URL(addressOf(name, calendar.url)).pathname);
    const { status, resources } = await dav.ask({
      method: "REPORT",
      url: calendar.url,
      depth: "1",
      body: {
        "c:calendar-multiget": { "d:prop": { "d:getetag": {}, "c:calendar-data": {} }, "d:href": hrefs },
      },
    });
    if (status !== 207)
      throw new IntegrationError("retry", `${dav.entry.name}: events could not be read (${status}).`);
    for (const { href, props } of resources) {
      // One that has gone since, or that its own server cannot read, costs itself alone.
      const { getetag, calendarData } = ObjectProperties.safeParse(props).data ?? {};
      if (getetag === undefined || calendarData === undefined) continue;
      yield { name: nameOf(href, calendar.url), etag: getetag, text: calendarData };
    }
  }
}
