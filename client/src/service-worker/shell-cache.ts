import { scope } from "./scope.ts";

/** Put in by client/vite-service-worker.ts: the built files, and a digest of all of them. */
declare const PORTER_SHELL: { version: string; files: string[] };

const PREFIX = "porter-shell-";
const NAME = PREFIX + PORTER_SHELL.version;
const PAGE = "/index.html";
const files = new Set(PORTER_SHELL.files);

/** A page that takes longer than this comes from the cache. */
const PAGE_LIMIT_MS = 2_000;
/** The server's own addresses; their answers are data and are never kept. */
const NOT_OURS = /^\/(trpc|login|logout|health|webhooks|oauth)(\/|$)/;
/** Vite puts a hash of the content into every name below it. */
const HASHED = "/assets/";

export const holds = (path: string): boolean => files.has(path);

/** All or nothing: a file that cannot be had makes the install fail, and the version before stays. */
export async function keepShell(): Promise<void> {
  const cache = await caches.open(NAME);
  const requests = PORTER_SHELL.files.map(
    (path) => new Request(path, { cache: path.startsWith(HASHED) ? "default" : "reload" }),
  );
  await cache.addAll(requests);
}

export async function dropOldShells(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// What the server says of compression is done with before it is kept.
const kept = (path: string) => caches.match(path, { cacheName: NAME, ignoreVary: true });

const limit = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PAGE_LIMIT_MS));

/** From the server, or what is kept under `path` when it does not answer well and soon. */
async function freshOrKept(request: Request, path: string): Promise<Response> {
  const asked = fetch(request);
  const fresh = await Promise.race([asked.catch(() => undefined), limit()]);
  if (fresh && fresh.status < 500) return fresh;
  return (await kept(path)) ?? asked;
}

/** The answer to what the shell is made of; undefined for everything else, which goes its ordinary way. */
export function answerFromShell(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== scope.location.origin || NOT_OURS.test(pathname))
    return undefined;
  if (request.mode === "navigate") return freshOrKept(request, PAGE);
  if (!files.has(pathname)) return undefined;
  if (!pathname.startsWith(HASHED)) return freshOrKept(request, pathname);
  return kept(pathname).then((found) => found ?? fetch(request));
}
