import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseStatus, pathsInStatus } from "../../server/agents/folder-state.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { makeRepository } from "../support/repository.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const api = startMessagesApi();
let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ api, config: 'agents.permission_mode = "bypassPermissions"\n' });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

describe("git's status", () => {
  test("is read from its second porcelain format", () => {
    const lines = [
      "# branch.oid abc",
      "# branch.head main",
      "# branch.upstream origin/main",
      "# branch.ab +2 -1",
      "1 .M N... 100644 100644 100644 a b a file.txt",
      "2 R. N... 100644 100644 100644 a b R100 new name.txt",
      "1 old.txt",
      "u UU N... 100644 100644 100644 100644 a b c both.txt",
      "? made here.txt",
      "",
    ].join("\0");
    expect(parseStatus(lines)).toEqual({ branch: "main", commit: "abc", dirty: 4, ahead: 2, behind: 1 });
    expect(pathsInStatus(lines)).toEqual(["a file.txt", "new name.txt", "both.txt", "made here.txt"]);
  });

  test("of a new repository and of a detached head has no commit, no branch", () => {
    expect(parseStatus("# branch.oid (initial)\0# branch.head (detached)\0")).toEqual({
      branch: null,
      commit: null,
      dirty: 0,
      ahead: null,
      behind: null,
    });
  });
});

test("folders are named, completed and described inside the allowed ones alone", async () => {
  const { agents } = porter.client;
  const allowed = join(porter.home, "porter");
  const root = join(allowed, "town");
  const repo = makeRepository(join(root, "garden"));
  mkdirSync(join(root, "Gate"), { recursive: true });
  mkdirSync(join(root, ".hidden"));
  mkdirSync(join(porter.home, "secret"));
  symlinkSync(join(porter.home, "secret"), join(root, "gone out"));
  repo.write({ "new.txt": "x", "read.me": "changed" });

  expect(await agents.folders.query()).toMatchObject({ default: allowed, roots: [allowed] });
  const complete = async (path: string) => (await agents.completeFolder.query({ path })).items;
  expect(await complete("")).toEqual([allowed]);
  expect(await complete(`${root}/ga`)).toEqual([join(root, "Gate"), join(root, "garden")]);
  expect(await complete(`${root}/`)).toEqual([join(root, "Gate"), join(root, "garden")]);
  expect(await complete(`${root}/.h`)).toEqual([join(root, ".hidden")]);
  expect(await complete(`${porter.home}/sec`)).toEqual([]);
  expect(await complete(`${root}/../../sec`)).toEqual([]);
  expect(await agents.folderState.query({ path: repo.folder })).toMatchObject({
    path: repo.folder,
    git: { root: repo.folder, branch: "main", dirty: 2, ahead: null },
  });
  expect(await agents.folderState.query({ path: join(root, "Gate") })).toMatchObject({ git: null });
  expect(agents.folderState.query({ path: porter.home })).rejects.toThrow("may not work in");
});

test("a session in a worktree of its own: its changes can be read, and nothing of them is lost", async () => {
  const { agents } = porter.client;
  const repo = makeRepository(join(porter.home, "porter", "orchard"), { "plan.txt": "tulips\n" });
  api.when("PLANT", [
    [toolUse("Bash", { command: "echo roses >> plan.txt && echo new > made.txt" })],
    [text("Planted.")],
  ]);
  const session = await agents.start.mutate({ prompt: "PLANT", cwd: repo.folder, worktree: true });
  expect(session.worktree).toMatchObject({ source: repo.folder, branch: `porter/${session.id.slice(-8)}` });
  expect(session.cwd).toBe(join(porter.dataDir, "worktrees", session.id));
  using watch = watchSession(porter.client, session.id);
  await watch.untilStatus("completed", "failed");
  expect(watch.state.session).toMatchObject({ status: "completed", error: null });
  expect(repo.git("status", "--porcelain")).toBe("");

  const diff = await agents.folderDiff.query({ id: session.id });
  if (diff.type === "none") throw new Error(diff.reason);
  expect(diff.files).toMatchObject([
    { path: "made.txt", kind: "added" },
    { path: "plan.txt", kind: "changed", added: 1, removed: 0 },
  ]);
  const file = { id: session.id, now: diff.now, path: "plan.txt", oldPath: null };
  expect((await agents.fileDiff.query(file)).text).toBe("@@ -1 +1,2 @@\n tulips\n+roses\n");
  expect((await agents.folders.query()).recent).toContain(repo.folder);

  expect(agents.removeWorktree.mutate({ id: session.id })).rejects.toThrow("2 files that no commit has");
  api.when("COMMIT", [
    [toolUse("Bash", { command: "git add -A && git -c user.name=A -c user.email=a@b.c commit -qm planted" })],
    [text("Committed.")],
  ]);
  await agents.send.mutate({ id: session.id, content: "COMMIT" });
  await watch.until(({ messages }) => JSON.stringify(messages.at(-1)?.content).includes("Committed."));
  await watch.untilStatus("completed");
  // What is committed is what changed, still.
  const later = await agents.folderDiff.query({ id: session.id });
  expect(later).toMatchObject({ files: diff.files });
  expect(await agents.worktree.query({ id: session.id })).toMatchObject({ uncommitted: [], ownCommits: 1 });
  expect(agents.removeWorktree.mutate({ id: session.id })).rejects.toThrow("1 commit is only on porter/");
  const gate = api.gate();
  api.when("HELP", [[text("I help.", { until: gate })]]);
  const helper = await agents.start.mutate({ prompt: "HELP", cwd: session.cwd });
  await gate.reached;
  const keepBranch = true;
  expect(agents.removeWorktree.mutate({ id: session.id, keepBranch })).rejects.toThrow("“HELP” works in it");
  gate.open();
  {
    using helping = watchSession(porter.client, helper.id);
    await helping.untilStatus("completed");
  }
  await agents.removeWorktree.mutate({ id: session.id, keepBranch });
  expect(existsSync(session.cwd)).toBe(false);
  expect(await agents.folderDiff.query({ id: session.id })).toMatchObject({ type: "none" });

  api.when("AGAIN", [[toolUse("Bash", { command: "cat made.txt" })], [text("Still there.")]]);
  await agents.send.mutate({ id: session.id, content: "AGAIN" });
  await watch.until(({ messages }) => JSON.stringify(messages.at(-1)?.content).includes("Still there."));
  expect(existsSync(join(session.cwd, "made.txt"))).toBe(true);
});

test("outside of a repository there is no worktree, and no diff but a hint", async () => {
  const { agents } = porter.client;
  expect(agents.start.mutate({ prompt: "x", worktree: true })).rejects.toThrow("not in a git repository");
  api.when("PLAIN", [[text("Done.")]]);
  const session = await agents.start.mutate({ prompt: "PLAIN" });
  using watch = watchSession(porter.client, session.id);
  await watch.untilStatus("completed", "failed");
  writeFileSync(join(session.cwd, "x"), "x");
  expect(await agents.folderDiff.query({ id: session.id })).toMatchObject({
    type: "none",
    reason: expect.stringContaining("git init"),
  });
});
