import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createFolderDiffs, parseChanges } from "../../server/agents/folder-diff.ts";
import { createSnapshotSweep } from "../../server/agents/snapshots.ts";
import { createSessionSetupStore } from "../../server/agents/store/session-setup.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createGit } from "../../server/agents/runner/git.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeRepository } from "../support/repository.ts";
import { scratchDir } from "../support/server.ts";
import { makeSession } from "../support/session.ts";

const openGit = createGit({ PATH: process.env.PATH ?? "" });

function openDiffs(root: string) {
  const diffs = createFolderDiffs({ openGit, root: join(root, "snapshots") });
  const id = crypto.randomUUID();
  return {
    begin: (folder: string) => diffs.noteBase(id, folder),
    async changes(folder: string, base: string | null) {
      const diff = await diffs.list(id, folder, base ?? "");
      if (diff.type === "none") throw new Error(diff.reason);
      return diff;
    },
    file: (folder: string, base: string | null, now: string, path: string, oldPath: string | null = null) =>
      diffs.file(folder, base ?? "", { id, now, path, oldPath }),
  };
}

describe("what changed in a folder during a session", () => {
  test("is told file by file, without what had been changed before, and leaves the repository as it was", async () => {
    using home = scratchDir("diff");
    const repo = makeRepository(join(home.path, "repo"), {
      "kept.txt": "kept\n",
      "edited.txt": "one\ntwo\nthree\n",
      "gone.txt": "gone\n",
      "old name.txt": "a\nb\nc\nd\ne\nf\n",
      ".gitignore": "ignored\n",
    });
    repo.write({ "kept.txt": "changed before\n", "before.txt": "new before\n" });
    const diffs = openDiffs(home.path);
    const status = repo.git("status", "--porcelain");
    const base = await diffs.begin(repo.folder);
    expect(base).toMatch(/^[0-9a-f]{40}$/);
    expect((await diffs.changes(repo.folder, base)).files).toEqual([]);
    expect(repo.git("status", "--porcelain")).toBe(status);

    repo.write({ "edited.txt": "one\n2\nthree\nfour\n", 'new/ü "file".txt': "x\n", ignored: "x" });
    rmSync(join(repo.folder, "gone.txt"));
    repo.git("mv", "old name.txt", "new name.txt");
    repo.commit("by the agent");
    repo.write({ "picture.bin": "\0\u0001\0" });
    const { files, now, more, uncompared } = await diffs.changes(repo.folder, base);
    expect(files).toEqual([
      { path: "edited.txt", oldPath: null, kind: "changed", added: 2, removed: 1 },
      { path: "gone.txt", oldPath: null, kind: "removed", added: 0, removed: 1 },
      { path: "new name.txt", oldPath: "old name.txt", kind: "renamed", added: 0, removed: 0 },
      { path: 'new/ü "file".txt', oldPath: null, kind: "added", added: 1, removed: 0 },
      { path: "picture.bin", oldPath: null, kind: "added", added: null, removed: null },
    ]);
    expect({ more, uncompared }).toEqual({ more: 0, uncompared: [] });
    expect(await diffs.file(repo.folder, base, now, "edited.txt")).toEqual({
      text: "@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four\n",
      isCut: false,
    });
    expect((await diffs.file(repo.folder, base, now, 'new/ü "file".txt')).text).toBe("@@ -0,0 +1 @@\n+x\n");
    expect((await diffs.file(repo.folder, base, now, "picture.bin")).text).toBe("");
    // Nothing of it is in the repository: neither the states nor a name for them.
    expect(() => repo.git("cat-file", "-e", now)).toThrow();
    expect(repo.git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
  });

  test("is that of the session's own folder, and of a repository without a commit", async () => {
    using home = scratchDir("diff");
    const repo = makeRepository(join(home.path, "repo"), { "a/one": "1\n", "b/two": "2\n" });
    const inner = openDiffs(home.path);
    const base = await inner.begin(join(repo.folder, "a"));
    repo.write({ "a/one": "1\n1\n", "b/two": "2\n2\n" });
    const paths = (await inner.changes(join(repo.folder, "a"), base)).files.map(({ path }) => path);
    expect(paths).toEqual(["one"]);

    const empty = join(home.path, "empty");
    mkdirSync(empty);
    Bun.spawnSync(["git", "init", "--quiet"], { cwd: empty });
    const fresh = openDiffs(home.path);
    const first = await fresh.begin(empty);
    symlinkSync("/etc/passwd", join(empty, "link"));
    const { files, now } = await fresh.changes(empty, first);
    expect(files).toMatchObject([{ path: "link", kind: "added" }]);
    expect((await fresh.file(empty, first, now, "link")).text).toContain("+/etc/passwd\n");
  });

  test("outside of a repository there is none", async () => {
    using home = scratchDir("diff");
    expect(await openDiffs(home.path).begin(home.path)).toBeNull();
  });

  test("what is too large is named, and a long diff is cut at a line", async () => {
    using home = scratchDir("diff");
    const repo = makeRepository(join(home.path, "repo"));
    const diffs = openDiffs(home.path);
    const base = await diffs.begin(repo.folder);
    repo.write({ "huge.log": "x".repeat(10_000_001), "long.txt": "0123456789\n".repeat(40_000) });
    const { files, uncompared, now } = await diffs.changes(repo.folder, base);
    expect(files.map(({ path }) => path)).toEqual(["long.txt"]);
    expect(uncompared).toEqual(["huge.log"]);
    const { text, isCut } = await diffs.file(repo.folder, base, now, "long.txt");
    expect(isCut).toBe(true);
    expect(text.length).toBeLessThan(300_001);
    expect(text.endsWith("+0123456789\n")).toBe(true);
  });

  test("nothing that the repository names is run", async () => {
    using home = scratchDir("diff");
    const mark = join(home.path, "trapped");
    const repo = makeRepository(join(home.path, "repo"), {
      "a.txt": "1\n",
      ".gitattributes": "* filter=evil diff=evil\n",
    });
    const trap = repo.trap(mark);
    for (const key of [
      "core.fsmonitor",
      "filter.evil.clean",
      "filter.evil.smudge",
      "filter.evil.process",
      "diff.external",
      "diff.evil.textconv",
      "diff.evil.command",
    ])
      repo.git("config", key, trap);
    repo.git("config", "filter.evil.required", "true");
    const diffs = openDiffs(home.path);
    const base = await diffs.begin(repo.folder);
    repo.write({ "a.txt": "2\n" });
    const { files, now } = await diffs.changes(repo.folder, base);
    expect(files).toMatchObject([{ path: "a.txt", added: 1, removed: 1 }]);
    expect((await diffs.file(repo.folder, base, now, "a.txt")).text).toContain("+2\n");
    expect(existsSync(mark)).toBe(false);

    repo.git("config", "core.worktree", home.path);
    expect(diffs.changes(repo.folder, base)).rejects.toThrow("in another folder");
  });
});

test("what was noted goes with its session, or when that is long past, and never while it is at work", async () => {
  using house = openScratchDatabase();
  using home = scratchDir("diff");
  const repo = makeRepository(join(home.path, "repo"));
  const { sessions } = createStores(house.db);
  const setups = createSessionSetupStore(house.db);
  const diffs = createFolderDiffs({ openGit, root: join(home.path, "snapshots") });
  const now = new Date("2026-11-23T12:00:00Z");
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const given = {
    young: { updatedAt: daysAgo(80) },
    old: { updatedAt: daysAgo(91) },
    "at work": { updatedAt: daysAgo(91), status: "waiting" },
    archived: { updatedAt: daysAgo(31), archivedAt: daysAgo(31) },
    "just archived": { updatedAt: daysAgo(31), archivedAt: daysAgo(1) },
  } as const;
  const names = new Map([[crypto.randomUUID() as string, "removed"]]);
  for (const [name, change] of Object.entries(given))
    names.set(sessions.insert(makeSession(change)).id, name);
  for (const id of names.keys()) setups.set(id, { baseCommit: await diffs.noteBase(id, repo.folder) });

  await createSnapshotSweep({ diffs, sessions, setups })(now);
  const kept = (await diffs.kept()).map((id) => names.get(id) ?? "").sort();
  expect(kept).toEqual(["at work", "just archived", "young"]);
  for (const [id, name] of names)
    expect([name, Boolean(setups.find(id)?.baseCommit)]).toEqual([name, kept.includes(name)]);
});

test("changes are read from git's lists", () => {
  expect(parseChanges("M\0a\0R087\0b\0c\0T\0d\0", "1\t2\ta\x003\t4\t\0b\0c\0-\t-\td\0")).toEqual([
    { path: "a", oldPath: null, kind: "changed", added: 1, removed: 2 },
    { path: "c", oldPath: "b", kind: "renamed", added: 3, removed: 4 },
    { path: "d", oldPath: null, kind: "changed", added: null, removed: null },
  ]);
  expect(parseChanges("", "")).toEqual([]);
});
