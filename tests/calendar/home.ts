import { createCalendars } from "../../server/calendar/service.ts";
import type { CalendarItem } from "../../server/calendar/item.ts";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { createEventLog } from "../../server/events/log.ts";
import { MIGRATIONS } from "../support/database.ts";

/** Puts one calendar with these items into the data folder of a home, before a server starts in it. */
export function settleIn(home: string, items: CalendarItem[]): void {
  const dataDir = `${home}/data`;
  prepareDataDir(dataDir);
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  const events = createEventLog({ db });
  const tools = createCalendars({ db, events, timeZone: "Europe/Berlin" }).toolsFor("calendar");
  const { id } = tools.put({ sourceId: "a", source: "ics", name: "Home", color: null, isWritable: false });
  tools.sync(id, { reach: "all", items, cursor: null });
  close();
}
