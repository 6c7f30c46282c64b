import { createAccount } from "tsdav";
import { IntegrationError } from "../../error.ts";
import type { Answer, Dav } from "./dav.ts";
import { CalendarProperties } from "./properties.ts";

/** A calendar as its server tells of it. */
export type RemoteCalendar = {
  /** Ends with a slash. */
  url: string;
  name: string | undefined;
  /** `#rrggbb` */
  color: string | null;
  isWritable: boolean;
  /** The sync token, or the ctag when the server cannot tell what has changed since one. */
  version: string | null;
  /** It can tell what has changed since `version` (RFC 6578). */
  tellsChanges: boolean;
};

const WANTED = {
  "d:resourcetype": {},
  "d:displayname": {},
  "d:current-user-privilege-set": {},
  "d:supported-report-set": {},
  "d:sync-token": {},
  "c:supported-calendar-component-set": {},
  "cs:getctag": {},
  "ca:calendar-color": {},
};

/**
 * The calendars of the entry's address: itself when it is one, otherwise what is found from there (RFC 6764, 6: the
 * well-known address, the principal, its home).
 */
export async function findCalendars(dav: Dav): Promise<RemoteCalendar[]> {
  const { name, url } = dav.entry;
  const own = await describe(dav, url, "0");
  if (own.length > 0) return own;
  const found = await describe(dav, await findHome(dav), "1");
  if (found.length === 0)
    throw new IntegrationError(
      "config",
      `${name}: the server has no calendar for this user (url, username).`,
    );
  return found;
}

/** One of them, as it is now; undefined: it is there no more. */
export const findCalendar = async (dav: Dav, url: string): Promise<RemoteCalendar | undefined> =>
  (await describe(dav, url, "0"))[0];

async function findHome({ entry, fetch }: Dav): Promise<string> {
  try {
    const { homeUrl } = await createAccount({
      account: { accountType: "caldav", serverUrl: entry.url },
      fetch: fetch as typeof globalThis.fetch,
    });
    if (homeUrl !== undefined) return homeUrl;
  } catch (error) {
    if (error instanceof IntegrationError) throw error;
    // tsdav says no more than which step has failed.
  }
  throw new IntegrationError("config", `${entry.name}: no calendars are to be found at its address (url).`);
}

async function describe(dav: Dav, url: string, depth: "0" | "1"): Promise<RemoteCalendar[]> {
  const { resources } = await dav.ask({
    method: "PROPFIND",
    url,
    depth,
    body: { propfind: { prop: WANTED } },
  });
  return resources.flatMap((resource) => readCalendar(resource, url));
}

function readCalendar({ href, props }: Answer["resources"][number], base: string): RemoteCalendar[] {
  const read = CalendarProperties.safeParse(props).data;
  if (!read || !("calendar" in read.resourcetype)) return [];
  const components = read.supportedCalendarComponentSet;
  if (components.length > 0 && !components.includes("VEVENT")) return [];
  const tellsChanges = read.supportedReportSet.includes("syncCollection") && read.syncToken !== undefined;
  return [
    {
      url: new URL(href, base).href.replace(/\/?$/, "/"),
      name: read.displayname,
      color: /^#[\da-f]{6}/i.exec(read.calendarColor ?? "")?.[0].toLowerCase() ?? null,
      isWritable: mayWrite(read.currentUserPrivilegeSet),
      version: (tellsChanges ? read.syncToken : read.getctag) ?? null,
      tellsChanges,
    },
  ];
}

/** Events can be made and changed (RFC 3744, 3). Who is not told tries. */
function mayWrite(privileges: string[] | undefined): boolean {
  if (!privileges) return true;
  const has = (name: string): boolean => privileges.includes(name);
  return has("all") || has("write") || (has("bind") && has("writeContent"));
}
