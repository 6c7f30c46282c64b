import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "../../..");

for (const page of ["SECURITY.md", "docs/operations.md"])
  test(`what ${page} points to is there`, () => {
    const text = readFileSync(join(ROOT, page), "utf8");
    const places = [...text.matchAll(/`((?:client|docs|packaging|server|tests)\/[^\s`]*)`/g)].map(
      ([, path = ""]) => path,
    );
    const links = [...text.matchAll(/\]\(([^):]+)\)/g)].map(([, path = ""]) => join(dirname(page), path));
    const gone = [...places, ...links].filter((path) => {
      if (!path.includes("{")) return !existsSync(join(ROOT, path));
      return [...new Bun.Glob(path).scanSync(ROOT)].length === 0;
    });
    expect(places.length + links.length).toBeGreaterThan(1);
    expect(gone).toEqual([]);
  });
