import type { calendar_v3 } from "@googleapis/calendar";
import { GoogleError } from "./answer.ts";
import { checkEvent } from "./check-event.ts";
import { merge } from "./merge.ts";
import { plainInstances, timeOf } from "./occurrences.ts";

type GoogleEvent = calendar_v3.Schema$Event;
type Stored = { event: GoogleEvent; change: number };

export type CalendarSettings = {
  id: string;
  name: string;
  color: string;
  timeZone: string;
  accessRole: "owner" | "writer" | "reader" | "freeBusyReader";
  isPrimary: boolean;
  isSelected: boolean;
};

const DAY = 86_400_000;
/** Google's own bounds of a page. */
const PAGE = { usual: 250, most: 2_500 };
const NOT_WITH_SYNC_TOKEN = ["iCalUID", "orderBy", "q", "timeMin", "timeMax", "updatedMin"];

export type FakeCalendar = ReturnType<typeof createCalendar>;

/** One calendar at Google. Source: https://developers.google.com/workspace/calendar/api/v3/reference/events */
export function createCalendar(settings: CalendarSettings, deps: { now: () => Date; onChange: () => void }) {
  const stored = new Map<string, Stored>();
  let changes = 0;
  /** Sync tokens from before this change are forgotten. */
  let oldestToken = 0;

  function store(event: GoogleEvent): GoogleEvent {
    changes += 1;
    const id = event.id ?? "";
    const kept = { ...event, etag: `"${changes}${settings.id.length}"`, updated: deps.now().toISOString() };
    // Behind all others: a list is in the order of its changes.
    stored.delete(id);
    stored.set(id, { event: kept, change: changes });
    deps.onChange();
    return kept;
  }

  /** What the id stands for, also an instance that nobody has changed yet. */
  function find(id: string): GoogleEvent | undefined {
    const found = stored.get(id)?.event;
    if (found) return found;
    const time = /_(\d{4})(\d{2})(\d{2})(?:T\d{6}Z)?$/.exec(id);
    if (!time) return undefined;
    const day = Date.UTC(Number(time[1]), Number(time[2]) - 1, Number(time[3]));
    for (const { event } of stored.values()) {
      if (!event.recurrence || event.status === "cancelled") continue;
      const instance = plainInstances(event, day - DAY, day + 2 * DAY).find((one) => one.id === id);
      if (instance) return instance;
    }
    return undefined;
  }

  function get(id: string): GoogleEvent {
    const found = find(id);
    if (!found) throw new GoogleError(404, "notFound", "Not Found");
    return found;
  }

  function change(id: string, ifMatch: string | null): GoogleEvent {
    if (settings.accessRole !== "owner" && settings.accessRole !== "writer")
      throw new GoogleError(403, "requiredAccessLevel", "You need to have writer access to this calendar.");
    const found = get(id);
    if (ifMatch !== null && ifMatch !== "*" && ifMatch !== found.etag)
      throw new GoogleError(412, "conditionNotMet", "Precondition Failed");
    if (found.status === "cancelled") throw new GoogleError(410, "deleted", "Resource has been deleted");
    return found;
  }

  function insert(body: GoogleEvent): GoogleEvent {
    if (settings.accessRole !== "owner" && settings.accessRole !== "writer")
      throw new GoogleError(403, "requiredAccessLevel", "You need to have writer access to this calendar.");
    const id = body.id ?? crypto.randomUUID().replaceAll("-", "");
    if (!/^[a-v0-9]{5,1024}(_R\d{8}T\d{6})?$/.test(id))
      throw new GoogleError(400, "invalid", "Invalid resource id value.");
    if (stored.has(id)) throw new GoogleError(409, "duplicate", "The requested identifier already exists.");
    checkEvent(body);
    return store({
      kind: "calendar#event",
      status: "confirmed",
      htmlLink: `https://www.google.com/calendar/event?eid=${id}`,
      iCalUID: `${id}@google.com`,
      eventType: "default",
      ...withoutEmpty(body),
      id,
    });
  }

  function replace(
    id: string,
    ifMatch: string | null,
    make: (before: GoogleEvent) => GoogleEvent,
  ): GoogleEvent {
    const after = make(change(id, ifMatch));
    checkEvent(after);
    return store(withoutEmpty(after));
  }

  function remove(id: string, ifMatch: string | null): void {
    const event = change(id, ifMatch);
    store({ ...event, status: "cancelled" });
    if (!event.recurrence) return;
    const changed = [...stored.values()].filter(({ event }) => event.recurringEventId === id);
    for (const { event } of changed) store({ ...event, status: "cancelled" });
  }

  /** A deleted event is still told of, once somebody goes on from before; an instance that is left out always is. */
  function isListed({ event, change }: Stored, since: number, showDeleted: boolean): boolean {
    if (change <= since) return false;
    if (event.status !== "cancelled" || since > 0 || showDeleted) return true;
    const series = stored.get(event.recurringEventId ?? "")?.event;
    return series !== undefined && series.status !== "cancelled";
  }

  function list(query: URLSearchParams): calendar_v3.Schema$Events {
    if (query.get("singleEvents") === "true") throw new GoogleError(501, "fake", "Not in this fake.");
    const syncToken = query.get("syncToken");
    const wrong = NOT_WITH_SYNC_TOKEN.find((name) => query.has(name));
    if (syncToken !== null && (wrong || query.get("showDeleted") === "false"))
      throw new GoogleError(400, "invalid", `Sync token cannot be used with ${wrong ?? "showDeleted"}.`);
    const page = query.get("pageToken")?.split("-").map(Number);
    const since = page?.[0] ?? readToken(syncToken);
    const upTo = page?.[1] ?? changes;
    const size = Math.min(Number(query.get("maxResults") ?? PAGE.usual), PAGE.most);
    const found = [...stored.values()].filter(
      (one) =>
        one.change > (page?.[2] ?? 0) &&
        one.change <= upTo &&
        isListed(one, since, query.get("showDeleted") === "true"),
    );
    const shown = found.slice(0, size);
    const last = shown.at(-1)?.change ?? 0;
    return {
      kind: "calendar#events",
      summary: settings.name,
      timeZone: settings.timeZone,
      accessRole: settings.accessRole,
      items: shown.map(({ event }) => asListed(event)),
      ...(found.length > size
        ? { nextPageToken: `${since}-${upTo}-${last}` }
        : { nextSyncToken: `sync${upTo}` }),
    };
  }

  function readToken(token: string | null): number {
    if (token === null) return 0;
    const change = Number(/^sync(\d+)$/.exec(token)?.[1]);
    if (Number.isNaN(change)) throw new GoogleError(400, "invalid", "Invalid sync token value.");
    if (change < oldestToken)
      throw new GoogleError(
        410,
        "fullSyncRequired",
        "Sync token is no longer valid, a full sync is required.",
      );
    return change;
  }

  function instances(id: string, query: URLSearchParams): calendar_v3.Schema$Events {
    const series = get(id);
    const from = Date.parse(query.get("timeMin") ?? "");
    const to = Date.parse(query.get("timeMax") ?? "");
    if (Number.isNaN(from) || Number.isNaN(to)) throw new GoogleError(501, "fake", "Not in this fake.");
    const length = timeOf(series.end) - timeOf(series.start);
    const plain = plainInstances(series, from - length - DAY, to + DAY);
    const changed = [...stored.values()]
      .map(({ event }) => event)
      .filter(({ recurringEventId }) => recurringEventId === id);
    const items = [...plain.filter((one) => !stored.has(one.id ?? "")), ...changed].filter(
      ({ start, end, status }) => status !== "cancelled" && timeOf(end) > from && timeOf(start) < to,
    );
    return { kind: "calendar#events", timeZone: settings.timeZone, items };
  }

  return {
    settings,
    get,
    insert,
    patch: (id: string, ifMatch: string | null, body: Record<string, unknown>) =>
      replace(id, ifMatch, (before) => merge(before, body)),
    update: (id: string, ifMatch: string | null, body: GoogleEvent) =>
      replace(id, ifMatch, ({ htmlLink, iCalUID, recurringEventId, originalStartTime }) => ({
        htmlLink,
        iCalUID,
        recurringEventId,
        originalStartTime,
        status: "confirmed",
        ...body,
        id,
      })),
    remove,
    list,
    instances,
    /** All that is not deleted, and the instances that are left out. */
    events: (): GoogleEvent[] =>
      [...stored.values()].filter((one) => isListed(one, 0, false)).map(({ event }) => event),
    /** Puts it in as it is: what comes from outside can be anything. */
    put: (event: GoogleEvent): GoogleEvent => store(event),
    /** Every sync token that was given out so far is answered with 410, and nobody knows any more what was deleted. */
    forgetSyncTokens(): void {
      changes += 1;
      oldestToken = changes;
      for (const [id, one] of stored) if (!isListed(one, 0, false)) stored.delete(id);
    },
  };
}

/** Of what is deleted, only these fields can be relied upon. */
const asListed = (event: GoogleEvent): GoogleEvent =>
  event.status === "cancelled"
    ? {
        kind: event.kind,
        etag: event.etag,
        id: event.id,
        status: event.status,
        ...(event.recurringEventId && {
          recurringEventId: event.recurringEventId,
          originalStartTime: event.originalStartTime,
        }),
      }
    : event;

const withoutEmpty = (event: GoogleEvent): GoogleEvent =>
  Object.fromEntries(Object.entries(event).filter(([, value]) => value !== "" && value !== undefined));
