import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

type Asset = {
  body: Uint8Array<ArrayBuffer>;
  /** Made when it is first asked for: most grammars of the code highlighter never are. */
  gzip: (() => Uint8Array<ArrayBuffer>) | undefined;
  headers: Record<string, string>;
  etag: string;
};

const COMPRESSIBLE = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt"]);

/**
 * Serves the built web app from memory: a request can only name what was in the folder at the start, so no path
 * reaches another file. Every other address is a page of the app and gets `index.html`. What names itself by its content
 * is read when it is first asked for: all of it at once took 7 MB, and most is never asked for. (A new build beside the
 * running server may have taken it away by then.)
 */
export function createStaticFiles(folder: string) {
  const assets = new Map<string, () => Asset | undefined>();
  if (existsSync(folder)) {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (extname(name) === "") continue;
      const read = once(() => readAsset(folder, name));
      if (!isHashed(name)) read();
      assets.set(`/${name}`, read);
    }
  }
  const page = assets.get("/index.html");

  return (request: Request): Response => {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405 });
    const { pathname } = new URL(request.url);
    const asset = (assets.get(pathname) ?? (isPage(pathname) ? page : undefined))?.();
    if (!asset) {
      return page ? told("Not found", 404) : told("The web app is not built. Run `bun start`.", 503);
    }
    if (request.headers.get("if-none-match") === asset.etag) {
      return new Response(null, { status: 304, headers: asset.headers });
    }
    const takesGzip = request.headers.get("accept-encoding")?.includes("gzip") ?? false;
    const zipped = takesGzip ? asset.gzip?.() : undefined;
    return new Response(request.method === "HEAD" ? null : (zipped ?? asset.body), {
      headers: zipped ? { ...asset.headers, "content-encoding": "gzip" } : asset.headers,
    });
  };
}

/** Without its type a browser takes it for a file to keep: it may not guess (`nosniff`). */
const told = (words: string, status: number): Response =>
  new Response(words, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** Where programs look for what they may know (RFC 8615) there is no page. */
const isPage = (pathname: string): boolean =>
  extname(pathname) === "" && !pathname.startsWith("/.well-known/");

/** Vite puts a hash of the content into every name below assets/. */
const isHashed = (name: string): boolean => name.startsWith("assets/");

function readAsset(folder: string, name: string): Asset | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  const body = new Uint8Array(readFileSync(path));
  const etag = `"${Bun.hash(body).toString(36)}"`;
  return {
    body,
    gzip: COMPRESSIBLE.has(extname(name)) ? once(() => Bun.gzipSync(body, { level: 9 })) : undefined,
    etag,
    headers: {
      "content-type": Bun.file(name).type,
      "cache-control": isHashed(name) ? "public, max-age=31536000, immutable" : "no-cache",
      etag,
      vary: "accept-encoding",
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
