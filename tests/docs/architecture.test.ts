import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** ARCHITECTURE.md says where things are: all of them, and none that is gone. */
const ROOT = resolve(import.meta.dir, "../..");
/** What is made, or a person's own. */
const NOT_OURS = /(^|\/)(\.(?!ci\/)[^/]*|node_modules|dist|data|test-results)\//;
const page = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
const sections = page.split(/^(?=##)/m);

/** The files and folders that a text names in `…`. */
const placesIn = (text: string): string[] =>
  [...text.matchAll(/`(\w[\w./-]*(?:\.(?:ts|md|json|toml|sql)|\/))`/g)].map(([, place = ""]) => place);

/** Folders have a slash behind them. */
const entriesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).map((entry) =>
    entry.isDirectory() ? `${entry.name}/` : entry.name,
  );

function* pathsBelow(folder: string): Generator<string> {
  for (const entry of entriesOf(folder)) {
    const path = `${folder}${entry}`;
    if (NOT_OURS.test(path)) continue;
    yield path;
    if (path.endsWith("/")) yield* pathsBelow(path);
  }
}

describe("ARCHITECTURE.md", () => {
  const rooms = [...page.matchAll(/^### (server\/\w+), from the outside in$/gm)].map(([, room = ""]) => room);

  test("tells of the large rooms file by file", () => {
    expect(rooms).toContain("server/tasks");
    expect(rooms.length).toBeGreaterThan(3);
  });

  for (const room of rooms)
    test(`has a place for each file of ${room}`, () => {
      const named = placesIn(sections.find((text) => text.startsWith(`### ${room},`)) ?? "");
      expect(entriesOf(room).filter((name) => !named.includes(name))).toEqual([]);
    });

  test("has a line for each folder, and for each room of the server", () => {
    const lines = (sections.find((text) => text.startsWith("## Where things are")) ?? "").split("\n");
    const named = lines.flatMap((line) => placesIn(line.split("|")[1] ?? ""));
    const folders = ["", "server/"].flatMap((parent) => entriesOf(parent).map((name) => `${parent}${name}`));
    const ours = folders.filter(
      (path) => path.endsWith("/") && !path.startsWith(".") && !NOT_OURS.test(path),
    );
    // One that is told of in parts needs no line of its own.
    expect(ours.filter((path) => !named.some((place) => place.startsWith(path)))).toEqual([]);
  });

  test("names no place that is not there", () => {
    const all = [...pathsBelow("")].map((path) => `/${path}`);
    const made = ["index.d.ts", "dist/"];
    const gone = placesIn(page).filter(
      (place) => !made.includes(place) && !all.some((path) => path.endsWith(`/${place}`)),
    );
    expect(gone).toEqual([]);
  });
});
