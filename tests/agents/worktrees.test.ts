import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createGit } from "../../server/agents/runner/git.ts";
import { createWorktrees } from "../../server/agents/worktrees.ts";
import { makeRepository } from "../support/repository.ts";
import { scratchDir } from "../support/server.ts";

const openGit = createGit({ PATH: process.env.PATH ?? "" });

function openHouse() {
  const home = scratchDir("worktrees");
  const repo = makeRepository(join(home.path, "repo"), { "sub/read.me": "one\n" });
  const worktrees = createWorktrees({ openGit, root: join(home.path, "worktrees") });
  const given = worktrees.plan("0193a1b2-0000-7000-8000-00000000abcd", join(repo.folder, "sub"));
  /** git in the worktree, as an agent would use it. */
  const inside = (...args: string[]) => {
    const { exitCode, stderr } = Bun.spawnSync(
      ["git", "-c", "user.name=A", "-c", "user.email=a@example.net", ...args],
      { cwd: given.worktree.path },
    );
    if (exitCode !== 0) throw new Error(stderr.toString());
  };
  return {
    ...given,
    repo,
    worktrees,
    inside,
    home: home.path,
    branches: () => repo.git("branch", "--format=%(refname:short)").split("\n"),
    [Symbol.dispose]: () => home[Symbol.dispose](),
  };
}

describe("a worktree", () => {
  test("is made on a branch of its own, at the same place in the repository, once", async () => {
    using house = openHouse();
    const { worktrees, worktree, cwd } = house;
    expect(worktree.branch).toBe("porter/0000abcd");
    expect(existsSync(worktree.path)).toBe(false);
    await worktrees.ensure({ worktree, cwd });
    await worktrees.ensure({ worktree, cwd });
    expect(existsSync(join(cwd, "read.me"))).toBe(true);
    expect(house.branches()).toEqual(["main", worktree.branch]);
    expect(() => worktrees.plan(crypto.randomUUID(), house.home)).toThrow("not in a git repository");
  });

  test("goes with its branch when nothing is lost by it", async () => {
    using house = openHouse();
    const { worktrees, worktree } = house;
    await worktrees.ensure(house);
    await worktrees.remove(worktree, {});
    expect(existsSync(worktree.path)).toBe(false);
    expect(house.branches()).toEqual(["main"]);
    await worktrees.remove(worktree, {});
  });

  test("stays while it has what no commit has, and says what", async () => {
    using house = openHouse();
    const { worktrees, worktree, cwd } = house;
    await worktrees.ensure(house);
    writeFileSync(join(cwd, "my new file"), "x");
    writeFileSync(join(cwd, "read.me"), "changed");
    for (const keepBranch of [false, true])
      expect(worktrees.remove(worktree, { keepBranch })).rejects.toThrow(
        "2 files that no commit has: sub/read.me, sub/my new file.",
      );
    expect(await worktrees.stateOf(worktree)).toMatchObject({
      exists: true,
      uncommitted: ["sub/read.me", "sub/my new file"],
    });
    expect(existsSync(join(cwd, "my new file"))).toBe(true);
  });

  test("with what git ignores goes only when its owner has seen all of it", async () => {
    using house = openHouse();
    const { worktrees, worktree, cwd } = house;
    house.repo.write({ ".gitignore": ".env\nnode_modules\n" });
    house.repo.commit("ignore");
    await worktrees.ensure(house);
    mkdirSync(join(cwd, "node_modules"));
    writeFileSync(join(cwd, "node_modules", "x.js"), "x");
    const { ignored } = await worktrees.stateOf(worktree);
    expect(ignored).toEqual(["sub/node_modules/"]);
    writeFileSync(join(worktree.path, ".env"), "KEY=1"); // after the owner has looked
    expect(worktrees.remove(worktree, { dropIgnored: ignored })).rejects.toThrow(
      "git ignores, which would go with it: .env.",
    );
    expect(existsSync(join(worktree.path, ".env"))).toBe(true);
    await worktrees.remove(worktree, { dropIgnored: [...ignored, ".env"] });
    expect(existsSync(worktree.path)).toBe(false);
  });

  test("with commits of its own goes only when its branch stays, and comes back from it", async () => {
    using house = openHouse();
    const { worktrees, worktree, cwd } = house;
    await worktrees.ensure(house);
    writeFileSync(join(cwd, "made"), "x");
    house.inside("add", "--all");
    house.inside("commit", "--quiet", "-m", "made");
    expect(worktrees.remove(worktree, {})).rejects.toThrow("1 commit is only on porter/0000abcd");
    await worktrees.remove(worktree, { keepBranch: true });
    expect(house.branches()).toContain(worktree.branch);
    await worktrees.ensure(house);
    expect(existsSync(join(cwd, "made"))).toBe(true);

    house.repo.git("merge", "--quiet", worktree.branch);
    await worktrees.remove(worktree, {});
    expect(house.branches()).toEqual(["main"]);
  });

  test("stays while it has commits that no branch has", async () => {
    using house = openHouse();
    const { worktrees, worktree } = house;
    await worktrees.ensure(house);
    house.inside("checkout", "--quiet", "--detach");
    house.inside("commit", "--quiet", "--allow-empty", "-m", "loose");
    expect(worktrees.remove(worktree, { keepBranch: true })).rejects.toThrow("1 commit that no branch has");
  });

  test("that was deleted by hand is made again; without a commit there is none", async () => {
    using house = openHouse();
    await house.worktrees.ensure(house);
    rmSync(house.worktree.path, { recursive: true });
    await house.worktrees.ensure(house);
    expect(existsSync(house.cwd)).toBe(true);

    const empty = join(house.home, "empty");
    mkdirSync(empty);
    Bun.spawnSync(["git", "init", "--quiet"], { cwd: empty });
    const given = house.worktrees.plan(crypto.randomUUID(), empty);
    expect(house.worktrees.ensure(given)).rejects.toThrow("needs a commit");
  });
});
