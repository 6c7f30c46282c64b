import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { OWN_ARGUMENTS } from "../../client/cli/own-call.ts";
import { version } from "../../package.json";

const ROOT = resolve(import.meta.dir, "../..");
const read = (page: string) => readFileSync(join(ROOT, page), "utf8");

describe("the pages that people begin with", () => {
  // SECURITY.md and docs/operations.md are looked at in faults/operations/pages.test.ts.
  for (const page of [
    "README.md",
    "INTEGRATIONS.md",
    "ARCHITECTURE.md",
    "docs/reverse-proxy.md",
    "examples/README.md",
    "client/README.md",
    "client/sdk/README.md",
  ])
    test(`what ${page} links to is there`, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, to = ""]) => to);
      expect(links.filter((to) => !existsSync(join(ROOT, dirname(page), to)))).toEqual([]);
    });

  test("README.md gives Claude the command that Porter itself tells", () => {
    const own = ["bun", ...OWN_ARGUMENTS, "mcp"].join(" ").replaceAll(ROOT, "/path/to/porter");
    expect(read("README.md")).toContain(`claude mcp add porter -- ${own}\n`);
  });

  test("the typed client's README names the tarball that is made", () => {
    const named = [...read("client/sdk/README.md").matchAll(/porter-(\d+\.\d+\.\d+)\.tgz/g)];
    expect(new Set(named.map(([, of]) => of))).toEqual(new Set([version]));
  });
});
