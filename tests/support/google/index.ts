import type { calendar_v3 } from "@googleapis/calendar";
import { answerError, answerWith, GoogleError } from "./answer.ts";
import { createCalendar, type CalendarSettings, type FakeCalendar } from "./calendar.ts";
import { readCall, type Call } from "./call.ts";
import { createChannels } from "./channels.ts";
import { createFaults } from "./faults.ts";
import { CLIENT, createSignIn } from "./sign-in.ts";

export const PRIMARY = "owner@example.com";

/**
 * Google's authorization server and calendar API on loopback, as far as Porter uses them: in the protocol, the status
 * codes and the reasons of the real ones. It has one account, with a calendar `owner@example.com`, which is its primary.
 * @param now its clock; the machine's when left out
 */
export function startGoogle({ now = () => new Date() }: { now?: () => Date } = {}) {
  const calls: Call[] = [];
  const faults = createFaults();
  const signIn = createSignIn(now);
  const channels = createChannels(now);
  const calendars = new Map<string, FakeCalendar>();

  function addCalendar(settings: Partial<CalendarSettings> & { id: string }): FakeCalendar {
    const calendar = createCalendar(
      {
        name: settings.id,
        color: "#9fe1e7",
        timeZone: "Europe/Vienna",
        accessRole: "owner",
        isPrimary: false,
        isSelected: true,
        ...settings,
      },
      { now, onChange: () => channels.changed(settings.id) },
    );
    calendars.set(settings.id, calendar);
    return calendar;
  }
  addCalendar({ id: PRIMARY, name: "Owner", isPrimary: true });

  function calendar(id: string = PRIMARY): FakeCalendar {
    const found = calendars.get(id === "primary" ? PRIMARY : id);
    if (!found) throw new GoogleError(404, "notFound", "Not Found");
    return found;
  }

  async function answer(request: Request): Promise<Response> {
    const call = await readCall(request);
    calls.push(call);
    return faults.pass(call, () => answerRightly(call));
  }

  function answerRightly(call: Call): Response {
    if (call.path === "/o/oauth2/v2/auth") return signIn.consent(call);
    if (call.path === "/token" && call.method === "POST") return signIn.token(call);
    if (call.path === "/revoke" && call.method === "POST") return signIn.revoke(call);
    if (!signIn.isGood(call.headers.get("authorization")))
      return answerError({ status: 401, reason: "authError", message: "Invalid Credentials" });
    try {
      return answerCall(call);
    } catch (error) {
      if (error instanceof GoogleError) return answerError(error);
      throw error;
    }
  }

  function answerCall(call: Call): Response {
    const path = call.path
      .replace(/^\/calendar\/v3\//, "")
      .split("/")
      .map(decodeURIComponent);
    const { method, body } = call;
    if (call.path === "/calendar/v3/channels/stop" && method === "POST") {
      channels.stop(body);
      return new Response(null, { status: 204 });
    }
    if (path[0] === "users" && path[2] === "calendarList" && method === "GET")
      return answerWith(
        path[3] === undefined
          ? { kind: "calendar#calendarList", items: [...calendars.values()].map(entryOf) }
          : entryOf(calendar(path[3])),
      );
    const [, id = "", events, eventId, more] = path;
    if (path[0] !== "calendars" || events !== "events") throw new GoogleError(404, "notFound", "Not Found");
    if (eventId === "watch") return answerWith(channels.watch(calendar(id).settings.id, body));
    return answerEvents(call, calendar(id), { eventId, more });
  }

  function answerEvents(
    { method, query, body, headers }: Call,
    calendar: FakeCalendar,
    { eventId, more }: { eventId: string | undefined; more: string | undefined },
  ): Response {
    const ifMatch = headers.get("if-match");
    if (eventId === undefined)
      return answerWith(method === "POST" ? calendar.insert(body) : calendar.list(query));
    if (more === "instances") return answerWith(calendar.instances(eventId, query));
    if (method === "PATCH") return answerWith(calendar.patch(eventId, ifMatch, body));
    if (method === "PUT") return answerWith(calendar.update(eventId, ifMatch, body));
    if (method === "GET") return answerWith(calendar.get(eventId));
    calendar.remove(eventId, ifMatch);
    return new Response(null, { status: 204 });
  }

  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: answer });
  const url = `http://127.0.0.1:${server.port}`;
  const section = {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    api_root: url,
    auth_url: `${url}/o/oauth2/v2/auth`,
    token_url: `${url}/token`,
    revoke_url: `${url}/revoke`,
  };

  return {
    url,
    calls,
    faults,
    signIn,
    channels,
    calendar,
    addCalendar,
    /** Removes a calendar from the account. */
    removeCalendar: (id: string): void => void calendars.delete(id),
    /** Of `[integrations.calendar]`, as the TOML gives it. */
    section,
    /** The same, as a piece of the TOML. */
    configToml: (): string =>
      [
        "[integrations.calendar]",
        ...Object.entries(section).map(([key, value]) => `${key} = "${value}"`),
        "",
      ].join("\n"),
    /** As if somebody made it in Google's own app. */
    addEvent: (event: calendar_v3.Schema$Event, calendarId?: string): calendar_v3.Schema$Event =>
      calendar(calendarId).insert(event),
    /** How often this was called: `count("GET", /events$/)`. */
    count: (method: string, path: RegExp): number =>
      calls.filter((call) => call.method === method && path.test(call.path)).length,
    async [Symbol.asyncDispose](): Promise<void> {
      await channels.settled();
      await server.stop(true);
    },
  };
}

export type FakeGoogle = ReturnType<typeof startGoogle>;

const entryOf = ({ settings }: FakeCalendar) => ({
  kind: "calendar#calendarListEntry",
  id: settings.id,
  summary: settings.name,
  backgroundColor: settings.color,
  timeZone: settings.timeZone,
  accessRole: settings.accessRole,
  ...(settings.isPrimary && { primary: true }),
  ...(settings.isSelected && { selected: true }),
});
