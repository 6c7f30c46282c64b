import { readRetryAfter } from "../../../../shared/retry-after.ts";
import { IntegrationError } from "../../error.ts";
import type { Fetch } from "../guarded-fetch.ts";
import { readBytes } from "../limited-body.ts";
import { textOf } from "./content.ts";

/** What an answer is known by (RFC 9110, 8.8). */
type Validators = { etag: string | null; lastModified: string | null };

type Download = {
  url: string;
  /** The entry of the configuration, for the words of errors: an address may be a secret. */
  name: string;
  /** Of what is here already. */
  known: Validators | undefined;
  signal: AbortSignal;
};

const MAX_REDIRECTS = 5;

/**
 * The text behind an address; undefined: it is what is known.
 * @param fetch guards every address, and does not follow redirects
 * @throws IntegrationError
 */
export async function download(
  fetch: Fetch,
  { url, name, known, signal }: Download,
): Promise<(Validators & { text: string }) | undefined> {
  const response = await follow(fetch, { url, name, known, signal });
  const { status, headers } = response;
  if (status === 304 && known) return undefined;
  if (status !== 200) {
    await response.body?.cancel();
    const afterMs = readRetryAfter(headers.get("retry-after"), new Date());
    throw new IntegrationError("retry", `${name}: its address answered ${status}.`, { afterMs });
  }
  return {
    text: textOf(await readBytes(response, name, signal)),
    etag: headers.get("etag"),
    lastModified: headers.get("last-modified"),
  };
}

async function follow(fetch: Fetch, { url, name, known, signal }: Download): Promise<Response> {
  let target = new URL(url);
  const { origin } = target;
  const authorization = basicOf(target);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    target.username = target.password = "";
    const headers = new Headers({ accept: "text/calendar, */*;q=0.1", "user-agent": "Porter" });
    if (known?.etag) headers.set("if-none-match", known.etag);
    if (known?.lastModified) headers.set("if-modified-since", known.lastModified);
    if (authorization && target.origin === origin) headers.set("authorization", authorization);
    const response = await fetch(target, { headers, signal });
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = URL.parse(location.replace(/^webcals?:/i, "https:"), target);
    if (!next || !/^https?:$/.test(next.protocol))
      throw new IntegrationError("retry", `${name}: its address leads to one that is not of the web.`);
    target = next;
  }
  throw new IntegrationError("retry", `${name}: its address leads on more than ${MAX_REDIRECTS} times.`);
}

/** Of an address that holds a name and a password. */
const basicOf = ({ username, password }: URL): string | undefined =>
  username === ""
    ? undefined
    : `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64")}`;

/** A percent sign that stands for itself is let through by `URL`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
