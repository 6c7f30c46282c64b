import { IntegrationError } from "../../error.ts";
import type { RemoteCalendar } from "./calendars.ts";
import type { Dav } from "./dav.ts";
import { addressOf, nameOf } from "./object-ids.ts";
import { ObjectProperties } from "./properties.ts";

/** An iCalendar object as it is on the server: an event with all its overrides. */
export type CalendarObject = { name: string; etag: string; text: string };
/** One that is there and that the server could not give now. */
type Withheld = { name: string; text?: undefined };

/** So many objects are asked for at once. */
const BATCH = 50;

/** Those of the named objects that there are, as they come (RFC 4791, 7.9). */
export async function* readObjects(
  dav: Dav,
  calendar: Pick<RemoteCalendar, "url">,
  wanted: string[],
): AsyncGenerator<CalendarObject | Withheld> {
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
    for (const { href, status, props } of resources) {
      const name = nameOf(href, calendar.url);
      const { getetag, calendarData } = ObjectProperties.safeParse(props).data ?? {};
      if (getetag !== undefined && calendarData !== undefined)
        yield { name, etag: getetag, text: calendarData };
      else if (status !== 404) yield { name };
    }
  }
}
