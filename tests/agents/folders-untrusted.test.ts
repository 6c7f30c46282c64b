import { describe, expect, test } from "bun:test";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createFolderDiffs } from "../../server/agents/folder-diff.ts";
import { readGitState } from "../../server/agents/folder-state.ts";
import { createGit } from "../../server/agents/runner/git.ts";
import { listGitFiles } from "../../server/agents/runner/git-files.ts";
import { createWorktrees } from "../../server/agents/worktrees.ts";
import { makeRepository } from "../support/repository.ts";
import { scratchDir } from "../support/server.ts";

type House = { repo: ReturnType<typeof makeRepository>; trap: string; mark: string; home: string };

/** Each sets a trap: a program that the repository's own settings have git run. What it gives back the session does. */
const traps: Record<string, (house: House) => void | (() => void)> = {
  "a filter without a name": ({ repo, trap }) => filter(repo, trap, ""),
  "a filter with = in its name": ({ repo, trap }) => filter(repo, trap, "a=b.clean"),
  "a filter from an included file": ({ repo, trap, home }) => {
    repo.git("config", "include.path", filterFile(home, trap));
    repo.write({ ".gitattributes": "* filter=evil\n" });
    repo.commit("attributes");
  },
  "a filter that is there on Porter's branch alone": ({ repo, trap, home }) => {
    repo.git("config", "includeIf.onbranch:porter/**.path", filterFile(home, trap));
    repo.write({ ".gitattributes": "* filter=evil\n" });
    repo.commit("attributes");
  },
  "hooks and a monitor": ({ repo, trap }) => {
    const hooks = join(repo.folder, ".git", "hooks");
    mkdirSync(hooks, { recursive: true });
    const names = ["post-index-change", "post-checkout", "reference-transaction", "post-rewrite"];
    for (const name of names) Bun.spawnSync(["cp", trap, join(hooks, name)]);
    repo.git("config", "core.hooksPath", hooks);
    repo.git("config", "core.fsmonitor", trap);
  },
  "a promised object that a program brings": ({ repo, mark, trap }) => {
    const blob = repo.git("rev-parse", "HEAD:a.txt");
    for (const [key, value] of [
      ["core.repositoryformatversion", "1"],
      ["extensions.partialClone", "evil"],
      ["remote.evil.promisor", "true"],
      ["remote.evil.url", `ext::touch ${mark}`],
      ["protocol.ext.allow", "always"],
      ["core.sshCommand", trap],
    ] as const)
      repo.git("config", key, value);
    rmSync(join(repo.folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));
  },
  "a submodule with settings of its own": ({ repo, trap }) => {
    const inner = makeRepository(join(repo.folder, "inner"), {
      ".gitattributes": "* filter=evil diff=evil\n",
    });
    repo.commit("submodule");
    repo.git("config", "diff.submodule", "diff");
    return () => {
      inner.write({ "s.txt": "2\n" });
      inner.commit("second");
      for (const key of ["diff.external", "diff.evil.textconv", "filter.evil.clean", "core.fsmonitor"])
        inner.git("config", key, trap);
    };
  },
  "a .git file that points elsewhere": ({ repo, trap, home }) => {
    const other = makeRepository(join(home, "other"));
    filter(other, trap, "evil");
    repo.write({ ".gitattributes": "* filter=evil\n" });
    rmSync(join(repo.folder, ".git"), { recursive: true });
    writeFileSync(join(repo.folder, ".git"), `gitdir: ${other.folder}/.git\n`);
  },
};

function filter(repo: House["repo"], trap: string, name: string): void {
  appendFileSync(join(repo.folder, ".git/config"), `[filter "${name}"]\nclean = ${trap}\nsmudge = ${trap}\n`);
  writeFileSync(join(repo.folder, ".gitattributes"), `* filter=${name}\n`);
}

function filterFile(home: string, trap: string): string {
  const path = join(home, "included");
  writeFileSync(path, `[filter "evil"]\nclean = ${trap}\nsmudge = ${trap}\n`);
  return path;
}

/** Everything that Porter has git do, whether the repository lets it come to an end or not. */
async function lookAt({ repo, home }: House, work: () => void): Promise<void> {
  const openGit = createGit({ PATH: process.env.PATH ?? "" });
  const diffs = createFolderDiffs({ openGit, root: join(home, "snapshots") });
  const worktrees = createWorktrees({ openGit, root: join(home, "worktrees") });
  const id = crypto.randomUUID();
  const planned = worktrees.plan(id, repo.folder);
  let base = "";
  let now = "";
  const looks: (() => Promise<unknown>)[] = [
    async () => (base = (await diffs.noteBase(id, repo.folder)) ?? ""),
    async () => {
      repo.write({ "a.txt": "3\n" });
      work();
      const diff = await diffs.list(id, repo.folder, base);
      if (diff.type === "diff") now = diff.now;
    },
    () => diffs.file(repo.folder, base, { id, now, path: "a.txt", oldPath: null }),
    () => diffs.file(repo.folder, base, { id, now, path: "inner", oldPath: null }),
    () => readGitState(openGit, repo.folder),
    () => listGitFiles(repo.folder, { PATH: process.env.PATH ?? "" }),
    () => worktrees.ensure(planned),
    async () => {
      writeFileSync(join(planned.worktree.path, "a.txt"), "4\n");
      await worktrees.stateOf(planned.worktree);
      writeFileSync(join(planned.worktree.path, "a.txt"), "1\n");
    },
    () => worktrees.remove(planned.worktree, {}),
  ];
  for (const look of looks) await look().catch(() => undefined);
}

describe("git, in a repository that sets a trap, does not run it:", () => {
  for (const [name, set] of Object.entries(traps))
    test(name, async () => {
      using scratch = scratchDir("untrusted");
      const home = scratch.path;
      const mark = join(home, "trapped");
      const repo = makeRepository(join(home, "repo"), { "a.txt": "1\n" });
      const house = { repo, trap: repo.trap(mark), mark, home };
      const work = set(house) ?? (() => undefined);
      rmSync(mark, { force: true });
      if (existsSync(join(repo.folder, ".git"))) repo.write({ "a.txt": "2\n" });
      await lookAt(house, work);
      expect(existsSync(mark)).toBe(false);
    });

  test("in a submodule of a session's own worktree", async () => {
    using scratch = scratchDir("untrusted");
    const mark = join(scratch.path, "trapped");
    const repo = makeRepository(join(scratch.path, "repo"));
    makeRepository(join(repo.folder, "inner"));
    repo.commit("submodule");
    const openGit = createGit({ PATH: process.env.PATH ?? "" });
    const worktrees = createWorktrees({ openGit, root: join(scratch.path, "worktrees") });
    const planned = worktrees.plan(crypto.randomUUID(), repo.folder);
    await worktrees.ensure(planned);
    const inner = makeRepository(join(planned.worktree.path, "inner"), { "s.txt": "1\n" });
    filter(inner, repo.trap(mark), "evil");
    inner.write({ "s.txt": "2\n" });
    rmSync(mark, { force: true });
    expect((await worktrees.stateOf(planned.worktree)).uncommitted).toEqual(["inner"]);
    expect(worktrees.remove(planned.worktree, {})).rejects.toThrow("inner");
    expect(existsSync(mark)).toBe(false);
  });
});

describe("the owner's own filters (Git LFS)", () => {
  /** `git lfs install` writes these settings; the program stands in for git-lfs. */
  function withLfs(home: string, program: string): void {
    writeFileSync(
      join(home, ".gitconfig"),
      `[filter "lfs"]\nclean = ${program} clean\nsmudge = ${program} smudge\nrequired = true\n`,
    );
  }

  test("give a worktree its files; without the program it says so and leaves nothing behind", async () => {
    using scratch = scratchDir("lfs");
    const home = scratch.path;
    const repo = makeRepository(join(home, "repo"), {
      ".gitattributes": "*.bin filter=lfs\n",
      "big.bin": "pointer\n",
    });
    const program = join(home, "lfs");
    writeFileSync(
      program,
      '#!/bin/sh\n[ "$1" = smudge ] && sed s/pointer/content/ || sed s/content/pointer/\n',
    );
    chmodSync(program, 0o755);
    withLfs(home, program);
    const openGit = createGit({ PATH: process.env.PATH ?? "", HOME: home });
    const worktrees = createWorktrees({ openGit, root: join(home, "worktrees") });
    const planned = worktrees.plan(crypto.randomUUID(), repo.folder);
    await worktrees.ensure(planned);
    expect(readFileSync(join(planned.worktree.path, "big.bin"), "utf8")).toBe("content\n");
    expect((await worktrees.stateOf(planned.worktree)).uncommitted).toEqual([]);
    await worktrees.remove(planned.worktree, {});

    withLfs(home, "no-such-program-as-git-lfs");
    expect(worktrees.ensure(planned)).rejects.toThrow(/lfs/);
    await worktrees.ensure(planned).catch(() => undefined);
    expect(existsSync(planned.worktree.path)).toBe(false);
    expect(repo.git("branch", "--list")).toBe("* main");
  });
});
