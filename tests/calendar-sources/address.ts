import { createCalendars } from "../../server/calendar/service.ts";
import { createIcsSource } from "../../server/integrations/calendar/ics/index.ts";
import type { Lookup } from "../../server/integrations/calendar/guarded-fetch.ts";
import { openScratchDatabase } from "../support/database.ts";

type Options = { lookup?: Lookup; allowPrivate?: boolean; path?: string };

/** A calendar behind an address on loopback, and Porter's copy of it in a real database. */
export function openAddress(
  answer: (request: Request) => Response | Promise<Response>,
  options: Options = {},
) {
  const requests: { headers: Headers }[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      // The request's own are gone with its answer.
      requests.push({ headers: new Headers(request.headers) });
      return answer(request);
    },
  });
  const scratch = openScratchDatabase({ timeZone: "UTC" });
  const calendars = createCalendars({ ...scratch, timeZone: "UTC" }).toolsFor("calendar");
  const controller = new AbortController();
  const open = (url: string, timeZone = "UTC") =>
    createIcsSource(
      { calendars, timeZone, fetch: (input, init) => fetch(input, init) },
      { name: "Holidays", url, allow_private: options.allowPrivate ?? true },
      options.lookup,
    );
  const url = new URL(options.path ?? "/holidays.ics", server.url).href;
  const source = open(url);
  return {
    requests,
    url,
    open,
    calendars,
    events: scratch.events,
    stop: (): void => controller.abort(new Error("It was stopped.")),
    sync: (given = source) => given.sync({ signal: controller.signal }),
    titles: (): string[] =>
      calendars.events({ from: "2026-11-01", to: "2027-01-01" }).map(({ title }) => title),
    async [Symbol.asyncDispose](): Promise<void> {
      await server.stop(true);
      scratch[Symbol.dispose]();
    },
  };
}
