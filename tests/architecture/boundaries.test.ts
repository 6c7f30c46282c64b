import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The law between folders (ARCHITECTURE.md), read from the imports themselves. */
const ROOT = resolve(import.meta.dir, "../..");
const SERVER_ORDER = [
  ["errors.ts", "log.ts", "env.ts"],
  ["config"],
  ["db"],
  ["events"],
  ["auth"],
  ["tasks", "notifications", "views"],
  ["calendar"],
  ["search"],
  ["channels"],
  ["agents"],
  ["integrations"],
  ["system"],
  ["trpc"],
  ["http"],
  ["app.ts"],
  ["main.ts"],
];

type Import = { from: string; to: string; isType: boolean };

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("dist/"))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const pattern = /(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/g;
  return [...text.matchAll(pattern)].map(([, type, from, dynamic]) => {
    const target = from ?? dynamic ?? "";
    const to = target.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target;
    return { from: file, to, isType: type !== undefined };
  });
}

const all = ["shared", "server", "client", "mcp"].flatMap(sources).flatMap(importsOf);
const show = (imports: Import[]) => imports.map(({ from, to }) => `${from} → ${to}`);
const below = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

describe("the law between folders", () => {
  test("there are imports to read", () => {
    expect(all.length).toBeGreaterThan(200);
  });

  test("shared/ imports zod and itself only", () => {
    const breaches = all.filter(
      ({ from, to }) => below("shared")(from) && !below("shared")(to) && to !== "zod",
    );
    expect(show(breaches)).toEqual([]);
  });

  test("client/ and mcp/ know the server by its router's type only", () => {
    const breaches = all.filter(
      ({ from, to, isType }) =>
        (below("client")(from) || below("mcp")(from)) &&
        below("server")(to) &&
        !(isType && to === "server/trpc/router.ts"),
    );
    expect(show(breaches)).toEqual([]);
  });

  test("the server imports nothing of client/ or mcp/, but for the door through which it serves MCP itself", () => {
    const isDoor = ({ from, to }: Import) => from === "server/http/mcp.ts" && to === "mcp/http.ts";
    const breaches = all.filter(
      (one) => below("server")(one.from) && (below("client")(one.to) || below("mcp")(one.to)) && !isDoor(one),
    );
    expect(show(breaches)).toEqual([]);
  });

  test("inside the server each room uses only those before it", () => {
    const rank = (path: string) => SERVER_ORDER.findIndex((row) => row.includes(path.split("/")[1] ?? ""));
    const breaches = all.filter(
      ({ from, to }) =>
        below("server")(from) &&
        below("server")(to) &&
        !below("server/bootstrap")(from) &&
        from.split("/")[1] !== to.split("/")[1] &&
        rank(to) > rank(from),
    );
    expect(show(breaches)).toEqual([]);
  });

  test("every room of the server has its place in the order", () => {
    const rooms = readdirSync(join(ROOT, "server")).filter((name) => name !== "bootstrap");
    expect(rooms.filter((room) => !SERVER_ORDER.flat().includes(room))).toEqual([]);
  });

  test("only stores, db/ and events/store know Drizzle", () => {
    const mayKnow = (from: string) => below("server/db")(from) || /\/store(\.ts|\/)/.test(from);
    const breaches = all.filter(({ from, to }) => to.startsWith("drizzle-orm") && !mayKnow(from));
    expect(show(breaches)).toEqual([]);
  });

  test("only trpc/, http/ and app know tRPC's server and Elysia", () => {
    const mayKnow = (from: string) => /^server\/(trpc\/|http\/|app\.ts)/.test(from);
    const breaches = all.filter(
      ({ from, to }) => below("server")(from) && /^(@trpc\/server|elysia)/.test(to) && !mayKnow(from),
    );
    expect(show(breaches)).toEqual([]);
  });

  test("only agents/runner starts processes", () => {
    const starters = sources("server").filter((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return /node:child_process|Bun\.spawn|Bun\.\$/.test(text);
    });
    const others = starters.filter(
      (file) => !below("server/agents/runner")(file) && !below("server/bootstrap")(file),
    );
    expect(others).toEqual([]);
  });

  test("a domain's store is its own", () => {
    const room = (path: string) => path.split("/")[1];
    const breaches = all.filter(
      ({ from, to }) => below("server")(from) && /\/store(\.ts$|\/)/.test(to) && room(from) !== room(to),
    );
    expect(show(breaches)).toEqual([]);
  });
});
