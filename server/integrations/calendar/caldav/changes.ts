import { IntegrationError } from "../../error.ts";
import type { RemoteCalendar } from "./calendars.ts";
import type { Cursor } from "./cursor.ts";
import type { Answer, Dav } from "./dav.ts";
import { nameOf } from "./object-ids.ts";
import { ObjectProperties } from "./properties.ts";

/** Which objects of a calendar are not as they were. */
export type Changes = {
  /** `all`: these are all that there are. */
  reach: "all" | "changes";
  /** Names. */
  changed: string[];
  gone: string[];
} & Pick<Cursor, "version" | "etags">;

export function findChanges(
  dav: Dav,
  calendar: RemoteCalendar,
  cursor: Cursor | undefined,
): Promise<Changes> {
  if (calendar.tellsChanges) return askChanges(dav, calendar, cursor?.etags === null ? cursor.version : null);
  return compareAll(dav, calendar, cursor);
}

/**
 * What has changed since the token, as the server knows it (RFC 6578). One that cuts its answer short is asked again
 * from where it has stopped; one that has forgotten the token is asked for all.
 */
async function askChanges(dav: Dav, calendar: RemoteCalendar, since: string | null): Promise<Changes> {
  const changed = new Set<string>();
  const gone = new Set<string>();
  for (let token = since; ;) {
    const answer = await dav.ask({
      method: "REPORT",
      url: calendar.url,
      // The report has a level of its own: RFC 6578, 3.2.
      depth: "0",
      body: {
        "sync-collection": { "sync-token": token ?? "", "sync-level": 1, prop: { "d:getetag": {} } },
      },
    });
    const next = answer.syncToken;
    if (next === undefined) {
      if (since !== null) return askChanges(dav, calendar, null);
      throw unreadable(dav, answer);
    }
    for (const { name, status } of membersOf(answer, calendar.url)) {
      const [into, outOf] = status === 404 ? [gone, changed] : [changed, gone];
      into.add(name);
      outOf.delete(name);
    }
    // RFC 6578, 3.6
    const isCut = answer.resources.some(({ status }) => status === 507);
    if (!isCut || next === token) {
      const reach = since === null ? "all" : "changes";
      return { reach, changed: [...changed], gone: [...gone], version: next, etags: null };
    }
    token = next;
  }
}

/** For a server that cannot tell: the ETags of all objects against those that they had. */
async function compareAll(dav: Dav, calendar: RemoteCalendar, cursor: Cursor | undefined): Promise<Changes> {
  const answer = await dav.ask({
    method: "PROPFIND",
    url: calendar.url,
    depth: "1",
    body: { propfind: { prop: { "d:resourcetype": {}, "d:getetag": {} } } },
  });
  if (answer.status !== 207) throw unreadable(dav, answer);
  const etags: Record<string, string> = {};
  for (const { name, props } of membersOf(answer, calendar.url)) {
    const { resourcetype, getetag = "" } = ObjectProperties.parse(props);
    if (!("collection" in resourcetype)) etags[name] = getetag;
  }
  const known = cursor?.etags ?? undefined;
  return {
    reach: known ? "changes" : "all",
    changed: Object.keys(etags).filter((name) => known?.[name] !== etags[name]),
    gone: Object.keys(known ?? {}).filter((name) => !(name in etags)),
    version: calendar.version,
    etags,
  };
}

function membersOf({ resources }: Answer, calendarUrl: string) {
  return resources.flatMap(({ href, status, props }) => {
    const name = nameOf(href, calendarUrl);
    const isItself = name === "" || `${name}/` === new URL(calendarUrl).pathname;
    return isItself ? [] : [{ name, status, props }];
  });
}

const unreadable = ({ entry }: Dav, { status }: Answer): IntegrationError =>
  new IntegrationError(
    "retry",
    `${entry.name}: a calendar could not be read (its server answered ${status}).`,
  );
