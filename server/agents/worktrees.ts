import { existsSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { RemoveWorktree, WorktreeState } from "../../shared/folder.ts";
import type { Session, Worktree } from "../../shared/session.ts";
import { PorterError } from "../errors.ts";
import { isInRepository, pathsInStatus } from "./folder-state.ts";
import type { Git, OpenGit } from "./runner/git.ts";

/** So many names go into a list or a refusal. */
const NAMED = 20;

export type Worktrees = ReturnType<typeof createWorktrees>;

/**
 * A git worktree for a session alone, on a branch of its own. It stands in Porter's data folder, is made before the
 * session's first turn, and made again from its branch when the session goes on after it was removed.
 * @param root holds the worktrees, one folder for each session
 */
export function createWorktrees({ openGit, root }: { openGit: OpenGit; root: string }) {
  /** @throws PorterError INVALID outside of a repository that has a commit */
  async function make({ path, branch, source }: Worktree): Promise<void> {
    const git = await openGit(source);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    // One that was removed by hand is still on git's list.
    await git.run(["worktree", "prune"]);
    const isKnown = (await git.run(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`])).code === 0;
    if (!isKnown && (await git.run(["rev-parse", "--verify", "--quiet", "HEAD"])).code !== 0)
      throw new PorterError("INVALID", "A worktree needs a commit to start from. Commit something first.");
    const from = isKnown ? ["--", path, branch] : ["-b", branch, "--", path, "HEAD"];
    // Its files come apart from it: on its branch the repository can have other settings, with other filters.
    await git.read(["worktree", "add", "--no-checkout", ...from]);
    try {
      await (await openGit(path)).read(["reset", "--quiet", "--hard", "--no-recurse-submodules"]);
    } catch (error) {
      await git.run(["worktree", "remove", "--force", "--", path]);
      if (!isKnown) await git.run(["branch", "-D", "--", branch]);
      throw error;
    }
  }

  async function stateOf({ path, branch }: Worktree): Promise<WorktreeState> {
    if (!existsSync(path))
      return { exists: false, uncommitted: [], ignored: [], ownCommits: 0, looseCommits: 0 };
    const git = await openGit(path);
    const status = await git.read([
      "status",
      "--porcelain=v2",
      "-z",
      "--untracked-files=all",
      // To look into one, git would be started there, with its settings. It removes no worktree that has any.
      "--ignore-submodules=dirty",
    ]);
    const [listed, ownCommits, looseCommits] = await Promise.all([
      git.read(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"]),
      count(git, [`--exclude=${branch}`, "--branches", "--remotes", "--tags"]),
      count(git, ["--branches", "--remotes", "--tags"]),
    ]);
    const ignored = listed.split("\0").slice(0, -1);
    return { exists: true, uncommitted: pathsInStatus(status), ignored, ownCommits, looseCommits };
  }

  return {
    /**
     * What a session that begins in `folder` gets. Nothing is made yet.
     * @throws PorterError INVALID outside of a repository
     */
    plan(sessionId: string, folder: string): { worktree: Worktree; cwd: string } {
      const top = topOf(folder);
      if (top === undefined)
        throw new PorterError(
          "INVALID",
          `${folder} is not in a git repository, so there can be no worktree of it.`,
        );
      const path = join(root, sessionId);
      const worktree = { path, branch: `porter/${sessionId.slice(-8)}`, source: folder };
      return { worktree, cwd: join(path, relative(top, folder)) };
    },

    /** Makes it if it is not there. */
    async ensure({ worktree, cwd }: Pick<Session, "worktree" | "cwd">): Promise<void> {
      if (!worktree) return;
      if (!existsSync(worktree.path)) await make(worktree);
      // The folder may hold nothing that git knows.
      mkdirSync(cwd, { recursive: true });
    },

    stateOf,

    /**
     * Takes the worktree away, and its branch if that has no commit of its own.
     * @throws PorterError CONFLICT with what would be lost
     */
    async remove(
      worktree: Worktree,
      { keepBranch = false, dropIgnored = [] }: Pick<RemoveWorktree, "keepBranch" | "dropIgnored">,
    ): Promise<void> {
      const state = await stateOf(worktree);
      if (!state.exists) return;
      const ignored = state.ignored.filter((path) => !dropIgnored.includes(path));
      const loss = describeLoss({ ...state, ignored }, keepBranch, worktree.branch);
      if (loss !== undefined) throw new PorterError("CONFLICT", loss);
      const git = await openGit(worktree.source, worktree.path);
      // Without --force git itself refuses what has come meanwhile.
      await git.read(["worktree", "remove", "--", worktree.path]);
      if (state.ownCommits === 0) await git.run(["branch", "-D", "--", worktree.branch]);
    },
  };
}

function topOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  return isInRepository(folder) ? topOf(join(folder, "..")) : undefined;
}

async function count(git: Git, known: readonly string[]): Promise<number> {
  return Number((await git.read(["rev-list", "--count", "HEAD", "--not", ...known])).trim());
}

function describeLoss(state: WorktreeState, keepBranch: boolean, branch: string): string | undefined {
  const { uncommitted, ignored, ownCommits, looseCommits } = state;
  if (uncommitted.length > 0)
    return `The worktree has ${count1(uncommitted.length, "file")} that no commit has: ${namesOf(uncommitted)}. Commit or delete them first.`;
  if (looseCommits > 0)
    return `The worktree has ${count1(looseCommits, "commit")} that no branch has. Make a branch for them first.`;
  if (ignored.length > 0)
    return `The worktree has what git ignores, which would go with it: ${namesOf(ignored)}. Say that it may, or save it first.`;
  if (ownCommits > 0 && !keepBranch)
    return `${count1(ownCommits, "commit")} ${ownCommits === 1 ? "is" : "are"} only on ${branch}. Merge it first, or keep the branch.`;
  return undefined;
}

const namesOf = (paths: readonly string[]): string =>
  `${paths.slice(0, NAMED).join(", ")}${paths.length > NAMED ? " …" : ""}`;

const count1 = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
