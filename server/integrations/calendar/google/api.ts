import type { calendar_v3 } from "@googleapis/calendar";
import type { Call } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import { parseJson, request, type Answer } from "./http.ts";
import { failureOf, reasonOf } from "./refusal.ts";
import type { GoogleContext, GoogleSettings } from "./settings.ts";
import { notAccepted, type GoogleTokens } from "./tokens.ts";

const MAX_BYTES = 32 * 1024 * 1024;
/** Of one page: 500 events with all their guests stay within the limit. */
const PAGE_SIZE = 500;

type Options = { headers: Record<string, string>; signal: AbortSignal };
type Send<T> = (client: calendar_v3.Calendar, options: Options) => Promise<{ data: T }>;
type EventPlace = { calendarId: string; eventId: string };

export type GoogleApi = ReturnType<typeof createApi>;

/**
 * Google's calendar API. Everything throws IntegrationErrors: a GoogleRefusal where Google says no, a NoAnswer where it
 * says nothing, `auth`, or `retry`.
 * The library forms requests and types; sending, time and size limits, tokens and errors are Porter's.
 */
export function createApi(context: GoogleContext, settings: GoogleSettings, tokens: GoogleTokens) {
  let opened: Promise<calendar_v3.Calendar> | undefined;

  /** It takes 26 MB, so it is loaded with the first call. */
  async function open(): Promise<calendar_v3.Calendar> {
    const { calendar } = await import("@googleapis/calendar");
    return calendar({
      version: "v3",
      rootUrl: settings.api_root,
      retry: false,
      responseType: "json",
      fetchImplementation: send,
    });
  }

  /** In the library's place: gives what is good, throws the rest. */
  const send = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : input;
    const answer = await request(context, {
      url,
      maxBytes: MAX_BYTES,
      method: init?.method ?? "GET",
      ...(init?.headers && { headers: init.headers }),
      ...(init?.body && { body: init.body }),
      ...(init?.signal && { signal: init.signal }),
    });
    requireGood(answer);
    return new Response(answer.status === 204 ? null : answer.text, {
      status: answer.status,
      headers: { "content-type": "application/json" },
    });
  };

  function requireGood(answer: Answer): void {
    // Google also says 401 to an address for pushes that it does not like.
    if (answer.status === 401 && !reasonOf(answer)?.startsWith("push.")) throw new NotAccepted();
    if (answer.status === 204) return;
    const body = answer.status === 200 ? parseJson(answer.text) : undefined;
    if (typeof body !== "object" || body === null) throw failureOf(answer, context.now());
  }

  async function ask<T>({ signal }: Call, call: Send<T>, ifMatch?: string | null): Promise<T> {
    const attempt = async (token: string): Promise<T> => {
      signal.throwIfAborted();
      const headers = { authorization: `Bearer ${token}`, ...(ifMatch && { "if-match": ifMatch }) };
      try {
        const { data } = await call(await (opened ??= open()), { headers, signal });
        tokens.require(); // The owner may have signed out meanwhile: then it is not taken over.
        return data;
      } catch (error) {
        throw ownError(error);
      }
    };

    const token = await tokens.current();
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof NotAccepted)) throw error;
    }
    try {
      return await attempt(await tokens.renewed(token));
    } catch (error) {
      throw error instanceof NotAccepted ? notAccepted() : error;
    }
  }

  return {
    calendar: (calendarId: string, call: Call) =>
      ask(call, (client, options) => client.calendarList.get({ calendarId }, options)),

    calendars: (pageToken: string | undefined, call: Call) =>
      ask(call, (client, options) =>
        client.calendarList.list({ maxResults: 250, ...(pageToken && { pageToken }) }, options),
      ),

    /** Series as they are, not spread over time; the same parameters each time, as sync tokens need it. */
    events: (place: { calendarId: string; syncToken?: string; pageToken?: string }, call: Call) =>
      ask(call, (client, options) => client.events.list({ ...place, maxResults: PAGE_SIZE }, options)),

    instances: (place: EventPlace & { timeMin: string; timeMax: string }, call: Call) =>
      ask(call, (client, options) => client.events.instances(place, options)),

    event: (place: EventPlace, call: Call) =>
      ask(call, (client, options) => client.events.get(place, options)),

    insert: (calendarId: string, requestBody: calendar_v3.Schema$Event, call: Call) =>
      ask(call, (client, options) => client.events.insert({ calendarId, requestBody }, options)),

    /** Guests are told: to them a meeting that was moved without a word is still at its old time. */
    patch: (
      place: EventPlace & { etag: string | null; requestBody: calendar_v3.Schema$Event },
      call: Call,
    ) => {
      const { etag, ...params } = place;
      return ask(
        call,
        (client, options) => client.events.patch({ ...params, sendUpdates: "all" }, options),
        etag,
      );
    },

    remove: ({ etag, ...params }: EventPlace & { etag: string | null }, call: Call) =>
      ask(call, (client, options) => client.events.delete({ ...params, sendUpdates: "all" }, options), etag),

    watch: (calendarId: string, requestBody: calendar_v3.Schema$Channel, call: Call) =>
      ask(call, (client, options) => client.events.watch({ calendarId, requestBody }, options)),

    stopWatch: (requestBody: calendar_v3.Schema$Channel, call: Call) =>
      ask(call, (client, options) => client.channels.stop({ requestBody }, options)),
  };
}

/** 401: this access token is good no longer. */
class NotAccepted extends Error {}

/** The library wraps what its `fetch` throws, together with the request and its token: only what is ours goes on. */
function ownError(error: unknown): Error {
  const thrown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (thrown instanceof IntegrationError || thrown instanceof NotAccepted) return thrown;
  return new IntegrationError("retry", "The call to Google could not be made.");
}
