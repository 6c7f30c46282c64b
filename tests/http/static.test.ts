import { describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createStaticFiles } from "../../server/http/static.ts";
import { scratchDir } from "../support/server.ts";

/** A built app of a few files, with a secret beside it. */
function serveApp() {
  const scratch = scratchDir("web");
  const folder = join(scratch.path, "web");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(scratch.path, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Porter</title>");
  writeFileSync(join(folder, "assets/app-abc.js"), "export const answer = 42;".repeat(100));
  writeFileSync(join(folder, "assets/later-abc.js"), "export const later = true;");
  writeFileSync(join(folder, "sw.js"), "addEventListener('push', () => undefined);");
  writeFileSync(join(folder, "manifest.webmanifest"), '{"name":"Porter"}');
  const serve = createStaticFiles(folder);
  return {
    folder,
    get: (path: string, init?: RequestInit) => serve(new Request(`http://127.0.0.1${path}`, init)),
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}

describe("the web app's files", () => {
  test("the page answers every address of the app, and a missing file is a 404", async () => {
    using app = serveApp();
    for (const path of ["/", "/tasks", "/agents/01a2", "/sign-in"]) {
      const answer = app.get(path);
      expect(answer.headers.get("content-type")).toContain("text/html");
      expect(await answer.text()).toContain("<title>Porter</title>");
    }
    for (const path of ["/assets/old-hash.js", "/favicon.ico"]) expect(app.get(path).status).toBe(404);
  });

  test("what has a hash in its name is kept for ever, the page is asked for again", () => {
    using app = serveApp();
    expect(app.get("/assets/app-abc.js").headers.get("cache-control")).toBe(
      "public, max-age=31536000, immutable",
    );
    // The worker too: its address stays the same, and an old one would keep the old app.
    for (const path of ["/", "/sw.js", "/manifest.webmanifest"]) {
      expect(app.get(path).headers.get("cache-control")).toBe("no-cache");
    }
  });

  test("the worker and the manifest are what browsers take them for", () => {
    using app = serveApp();
    expect(app.get("/sw.js").headers.get("content-type")).toContain("text/javascript");
    expect(app.get("/manifest.webmanifest").headers.get("content-type")).toBe("application/manifest+json");
  });

  test("what a new build beside the server takes away is a 404, unless it was asked for before", async () => {
    using app = serveApp();
    const read = await app.get("/assets/app-abc.js").text();
    rmSync(join(app.folder, "assets"), { recursive: true });
    rmSync(join(app.folder, "index.html"));
    expect(await app.get("/assets/app-abc.js").text()).toBe(read);
    expect(app.get("/assets/later-abc.js").status).toBe(404);
    expect(await app.get("/").text()).toContain("<title>Porter</title>");
  });

  test("unchanged is a 304 without a body", async () => {
    using app = serveApp();
    const etag = app.get("/").headers.get("etag") ?? "";
    const again = app.get("/", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect(app.get("/", { headers: { "if-none-match": '"other"' } }).status).toBe(200);
  });

  test("is compressed for those who can read that", async () => {
    using app = serveApp();
    const zipped = app.get("/assets/app-abc.js", { headers: { "accept-encoding": "br, gzip" } });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    const plain = app.get("/assets/app-abc.js");
    expect(plain.headers.get("content-encoding")).toBeNull();
    const bytes = Bun.gunzipSync(await zipped.arrayBuffer());
    expect(new TextDecoder().decode(bytes)).toBe(await plain.text());
  });

  test("HEAD has no body, other methods are refused", async () => {
    using app = serveApp();
    expect(await app.get("/", { method: "HEAD" }).text()).toBe("");
    for (const method of ["POST", "PUT", "DELETE"]) expect(app.get("/", { method }).status).toBe(405);
  });

  for (const path of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/../../secret.txt",
    "//secret.txt",
  ]) {
    test(`no path leads out of the folder: ${path}`, async () => {
      using app = serveApp();
      expect(await app.get(path).text()).not.toContain("secret");
    });
  }

  test("an app that is not built says so", async () => {
    using scratch = scratchDir("web");
    const serve = createStaticFiles(join(scratch.path, "nothing"));
    const answer = serve(new Request("http://127.0.0.1/"));
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("bun start");
  });
});
