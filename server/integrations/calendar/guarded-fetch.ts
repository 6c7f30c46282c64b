import { lookup as lookUp } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import type { IntegrationContext } from "../contract.ts";
import { IntegrationError } from "../error.ts";

export type Fetch = IntegrationContext<unknown>["fetch"];

/** The addresses of a host. */
export type Lookup = (hostname: string) => Promise<{ address: string }[]>;

type Guard = {
  /** The entry of the configuration, for the words of errors. */
  name: string;
  /** Any address will do. */
  allowPrivate: boolean;
  /** The system's when left out. */
  lookup?: Lookup | undefined;
};

/**
 * `fetch` of an address that may not be trusted: it connects to the public internet alone. The connection goes to the
 * very address that was looked at, so a name that means another one a moment later gains nothing. Redirects are not
 * followed: each is an address of its own.
 * @throws IntegrationError `config` for an address inside the house, `retry` for a name that is not found
 */
export function createGuardedFetch(
  fetch: Fetch,
  { name, allowPrivate, lookup = systemLookup }: Guard,
): Fetch {
  async function addressesOf(hostname: string, signal: AbortSignal | null | undefined): Promise<string[]> {
    const literal = hostname.replace(/^\[(.*)\]$/, "$1");
    const found = ipaddr.isValid(literal) ? [literal] : await within(lookup(literal), signal).catch(notFound);
    const addresses = found.map((one) => (typeof one === "string" ? one : one.address));
    const allowed = allowPrivate ? addresses : addresses.filter(isPublic);
    if (allowed.length > 0) return allowed.slice(0, MAX_TRIED);
    throw new IntegrationError(
      "config",
      `${name}: its address leads into a private network. allow_private = true permits that.`,
    );
  }

  function notFound(cause: unknown): never {
    throw new IntegrationError("retry", `${name}: its host cannot be found.`, { cause });
  }

  return async (input, init = {}) => {
    const url = new URL(input);
    const [first, ...others] = await addressesOf(url.hostname, init.signal);
    let address = first;
    for (;;)
      try {
        return await fetch(at(url, String(address)), pinned(url, init));
      } catch (thrown) {
        // Nothing was sent yet. Many hosts have an address that this network does not reach.
        address = isUnreachable(thrown) ? others.shift() : undefined;
        if (address === undefined) throw thrown;
      }
  };
}

/** In this many a host is tried. */
const MAX_TRIED = 4;

const systemLookup: Lookup = (hostname) => lookUp(hostname, { all: true });

/** Everything with a purpose of its own is private: loopback, link-local, CGNAT, multicast, tunnels … */
function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

function at(url: URL, address: string): URL {
  const direct = new URL(url);
  direct.hostname = address.includes(":") ? `[${address.replace(/%.*$/, "")}]` : address;
  return direct;
}

function pinned(url: URL, init: RequestInit): BunFetchRequestInit {
  const headers = new Headers(init.headers);
  headers.set("host", url.host);
  return {
    ...init,
    headers,
    redirect: "manual",
    // A connection to this address may have been made for another name.
    keepalive: false,
    // The certificate is that of the name.
    ...(url.protocol === "https:" && { tls: { serverName: url.hostname.replace(/^\[(.*)\]$/, "$1") } }),
  };
}

const UNREACHABLE = [
  "ConnectionRefused",
  "FailedToOpenSocket",
  "ECONNREFUSED",
  "ENETUNREACH",
  "EHOSTUNREACH",
];

const isUnreachable = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && UNREACHABLE.includes(String(thrown.code));

/** Looking up a name cannot be given up, only no longer be waited for. */
function within<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener("abort", giveUp, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", giveUp));
}
