import type { ErrorCode } from "../../shared/errors.ts";

/** Why a request is turned away before anything reads it. */
export type Refusal = { status: number; code: ErrorCode; message: string };

export type Origins = { hosts: ReadonlySet<string>; origins: ReadonlySet<string> };

/** The names under which this server may be addressed: loopback at its port, and the public address. */
export function allowedOrigins(port: number, publicUrl: string | undefined): Origins {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  if (publicUrl) {
    const { host, origin } = new URL(publicUrl);
    hosts.add(host);
    origins.add(origin);
  }
  return { hosts, origins };
}

/**
 * Host: DNS rebinding reaches this port under a name of the attacker's; only our own names are served.
 * Origin and Sec-Fetch-Site: cookies ignore ports and SameSite does too, so a page on another port of this host
 * would be let in by them; a browser cannot forge either header.
 */
export function checkOrigin(request: Request, { hosts, origins }: Origins): Refusal | undefined {
  const host = request.headers.get("host")?.toLowerCase();
  if (!host || !hosts.has(host)) {
    return { status: 421, code: "FORBIDDEN", message: "Porter does not answer under this host name." };
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !origins.has(origin.toLowerCase())) {
    return { status: 403, code: "FORBIDDEN", message: "Porter does not answer pages of another origin." };
  }
  return undefined;
}

/** For everything but documents: a request that a browser makes for another site or port is refused. */
export function checkFetchSite(request: Request): Refusal | undefined {
  const site = request.headers.get("sec-fetch-site");
  if (site === null || site === "same-origin" || site === "none") return undefined;
  return { status: 403, code: "FORBIDDEN", message: "Porter does not answer pages of another origin." };
}

/** For what a person comes to from another site: a page of its own, and no HEAD, which looks before anybody comes. */
export function checkNavigation(request: Request): Refusal | undefined {
  const mode = request.headers.get("sec-fetch-mode") ?? "navigate";
  const dest = request.headers.get("sec-fetch-dest") ?? "document";
  if (request.method === "GET" && mode === "navigate" && dest === "document") return undefined;
  return { status: 403, code: "FORBIDDEN", message: "This address is for a browser's own page." };
}

/** A form can post three content types across sites without asking; JSON is not one of them. */
export function checkJson(request: Request): Refusal | undefined {
  if (request.method !== "POST") return undefined;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return undefined;
  return { status: 415, code: "INVALID", message: "Porter takes application/json only." };
}

/** A body of more than `limit` bytes is refused unread, and so is one that does not say its length beforehand. */
export function checkLength(request: Request, limit: number): Refusal | undefined {
  if (request.headers.has("transfer-encoding")) {
    return { status: 411, code: "INVALID", message: "The request has to say its Content-Length." };
  }
  if (Number(request.headers.get("content-length") ?? 0) <= limit) return undefined;
  return { status: 413, code: "INVALID", message: `A request may have ${limit} bytes at most.` };
}
