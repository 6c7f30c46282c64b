import { IntegrationError } from "../../error.ts";
import type { Turns } from "../turns.ts";
import { findCalendars } from "./calendars.ts";
import type { Dav } from "./dav.ts";
import { takeCalendar } from "./read.ts";
import { addressIn, type CalDavContext } from "./settings.ts";

/** Reads all calendars of one entry, those that it can. What its server has no longer goes. */
export async function syncEntry(dav: Dav, context: CalDavContext, turns: Turns): Promise<void> {
  const found = await findCalendars(dav);
  for (const calendar of context.calendars.list()) {
    const address = addressIn(dav.entry, calendar);
    if (address !== undefined && !found.some(({ url }) => url === address))
      context.calendars.remove(calendar.id);
  }
  await eachOf(found, (calendar) => turns.take(calendar.url, () => takeCalendar(dav, calendar, context)));
}

/** One after the other; one that fails keeps no other from its turn. @throws the worst of what was thrown */
export async function eachOf<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) await work(one).catch((error: unknown) => failures.push(error));
  const needsPerson = (error: unknown) => error instanceof IntegrationError && error.remedy !== "retry";
  if (failures.length > 0) throw failures.find(needsPerson) ?? failures[0];
}
