import { lookup as lookUp } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import type { IntegrationContext } from "../contract.ts";
import { IntegrationError } from "../error.ts";
import { requestFailure, isUnreachable } from "./no-answer.ts";

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
 * @throws IntegrationError `config` for an address inside the house, `retry` for a name that is not found and for a
 * server that cannot be reached, a NoAnswer where that breaks off
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
        if (address !== undefined) continue;
        init.signal?.throwIfAborted();
        throw requestFailure(thrown, `${name}: its server cannot be reached`);
      }
  };
}

/** In this many a host is tried. */
const MAX_TRIED = 4;

const systemLookup: Lookup = (hostname) => lookUp(hostname, { all: true });

/**
 * Everything with a purpose of its own is private: loopback, link-local, CGNAT, multicast, tunnels … Of IPv6 only what
 * has been given out is public, so not `::127.0.0.1`, which is IPv4 in an old way of writing.
 */
function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === "unicast" && (address.kind() === "ipv4" || address.match(GIVEN_OUT));
}

/** RFC 4291, 2.4; https://www.iana.org/assignments/ipv6-address-space */
const GIVEN_OUT = ipaddr.parseCIDR("2000::/3");

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

/** Looking up a name cannot be given up, only no longer be waited for. */
function within<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener("abort", giveUp, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", giveUp));
}
