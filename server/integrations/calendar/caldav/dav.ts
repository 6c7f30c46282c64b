import { davRequest, type DAVMethods } from "tsdav";
import { z } from "zod";
import { readRetryAfter } from "../../../../shared/retry-after.ts";
import { IntegrationError } from "../../error.ts";
import type { Fetch } from "../guarded-fetch.ts";
import { readBytes } from "../limited-body.ts";
import { NoAnswer } from "../no-answer.ts";
import type { CalDavEntry } from "./settings.ts";

/** What one entry's server is asked with. What fails is an IntegrationError that names the entry. */
export type Dav = {
  entry: CalDavEntry;
  /** With the password; follows redirects. Answers below 500, but 401 and 429, are the caller's to judge. */
  fetch: Fetch;
  ask: (question: Question) => Promise<Answer>;
};

/** RFC 4918, 13. */
export type Answer = {
  /** Of the whole answer: 207 when the server told something of each resource. */
  status: number;
  resources: Resource[];
  /** RFC 6578, 6.4 */
  syncToken: string | undefined;
};
/** `props`: as tsdav reads them; `properties.ts` knows them. */
type Resource = { href: string; status: number; props: unknown };

type Question = {
  method: Extract<DAVMethods, "PROPFIND" | "REPORT">;
  url: string;
  depth: "0" | "1";
  /** With the prefixes of `PREFIXES`. */
  body: Record<string, unknown>;
};

const PREFIXES = {
  "xmlns:d": "DAV:",
  "xmlns:c": "urn:ietf:params:xml:ns:caldav",
  "xmlns:cs": "http://calendarserver.org/ns/",
  "xmlns:ca": "http://apple.com/ns/ical/",
};

const MAX_REDIRECTS = 5;

/** @param guarded refuses addresses that may not be asked, and does not follow redirects */
export function createDav(entry: CalDavEntry, guarded: Fetch, signal: AbortSignal): Dav {
  const { username, password } = new URL(entry.url);
  if (username || password)
    throw new IntegrationError("config", `${entry.name}: username and password do not belong into its url.`);
  const authorization = `Basic ${Buffer.from(`${entry.username}:${entry.password}`).toString("base64")}`;

  async function fetchOnce(url: URL, init: RequestInit): Promise<Response> {
    // The password goes wherever that server points, as iCloud does to other hosts of its own: but only over https.
    if (url.protocol !== "https:" && url.origin !== new URL(entry.url).origin)
      throw new IntegrationError("config", `${entry.name}: its server points to an address without https.`);
    const headers = new Headers(init.headers);
    headers.set("authorization", authorization);
    const response = await guarded(url, { ...init, headers, signal });
    // Read here, so that an answer that breaks off is known as what it is.
    const bytes = await readBytes(response, entry.name, signal);
    return new Response(bytes.toString() || null, response);
  }

  async function fetch(input: string | URL, init: RequestInit = {}): Promise<Response> {
    let url = new URL(input);
    for (let hop = 0; ; hop += 1) {
      const response = await fetchOnce(url, init);
      const location = response.headers.get("location");
      const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
      if (!isRedirect || init.redirect === "manual") return judge(response, entry.name);
      if (hop === MAX_REDIRECTS)
        throw new IntegrationError("retry", `${entry.name}: its server redirects in a circle.`);
      const next = URL.parse(location, url);
      if (!next)
        throw new IntegrationError(
          "retry",
          `${entry.name}: its server redirects to an address that is none.`,
        );
      url = next;
    }
  }

  return {
    entry,
    fetch,
    async ask({ method, url, depth, body }) {
      const answers = await davRequest({
        url,
        init: { method, namespace: "d", attributes: PREFIXES, headers: { depth }, body },
        // Of `fetch`, tsdav uses nothing but the call.
        fetch: fetch as typeof globalThis.fetch,
      });
      const read = MultiStatus.safeParse(answers[0]?.raw).data;
      if (!read) return { status: answers[0]?.status ?? 0, resources: [], syncToken: undefined };
      return {
        status: 207,
        resources: answers.flatMap(({ href, status, props }) =>
          href !== undefined && URL.canParse(href, url) ? [{ href, status, props }] : [],
        ),
        syncToken: read.multistatus.syncToken,
      };
    },
  };
}

const MultiStatus = z.object({ multistatus: z.object({ syncToken: z.coerce.string().optional() }) });

function judge(response: Response, name: string): Response {
  const { status, headers } = response;
  const asked = headers.get("www-authenticate") ?? "";
  if (status === 401 && /digest/i.test(asked) && !/basic/i.test(asked))
    throw new IntegrationError(
      "config",
      `${name}: its server wants Digest sign-in; Porter knows Basic only.`,
    );
  if (status === 401)
    throw new IntegrationError(
      "config",
      `${name}: the server does not take the user name or the password (username, password).`,
    );
  if (status === 429 || status >= 500) {
    const afterMs = readRetryAfter(headers.get("retry-after"), new Date());
    const message = `${name}: the server answered ${status}.`;
    // What asks for a pause has done nothing.
    if (status === 429 || afterMs !== undefined) throw new IntegrationError("retry", message, { afterMs });
    throw new NoAnswer(message);
  }
  return response;
}
