import { z } from "zod";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

const Path = plainText(4096).min(1);

export const ReadFolder = z.strictObject({ path: Path });
export const CompleteFolder = z.strictObject({ path: z.string().max(4096) });

/** Where agents may work, and where they have worked last; the newest first. */
export type Folders = { default: string; roots: string[]; recent: string[] };

/** How a folder's git repository stands. `dirty`: files that are changed or new. `ahead` and `behind` its upstream. */
export type GitState = {
  root: string;
  /** Null: no branch is checked out. */
  branch: string | null;
  /** Null: nothing has been committed yet. */
  commit: string | null;
  dirty: number;
  ahead: number | null;
  behind: number | null;
};
/** `git`: null outside of a repository. */
export type FolderState = { path: string; git: GitState | null };

export const ChangedFile = z.object({
  path: z.string(),
  /** What it was called before. */
  oldPath: z.string().nullable(),
  kind: z.enum(["added", "changed", "removed", "renamed"]),
  /** Lines; null for what is no text. */
  added: z.number().int().nullable(),
  removed: z.number().int().nullable(),
});
export type ChangedFile = z.infer<typeof ChangedFile>;

/**
 * What changed in a session's folder since it began. `now` names the state that was compared: the diffs of single files
 * are asked for by it. `more`: files beyond the list. `uncompared`: files that are too large.
 */
export type FolderDiff =
  | { type: "none"; reason: string }
  | { type: "diff"; now: string; files: ChangedFile[]; more: number; uncompared: string[] };

export const SessionFolder = z.strictObject({ id: Id });

export const ReadFileDiff = z.strictObject({
  id: Id,
  now: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "must be what `folderDiff` gave"),
  path: Path,
  oldPath: Path.nullable(),
});
export type ReadFileDiff = z.infer<typeof ReadFileDiff>;

/** In the unified format of diff(1), from its first hunk on; empty for what is no text. */
export type FileDiff = { text: string; isCut: boolean };

export const RemoveWorktree = z.strictObject({
  id: Id,
  /** Its commits that no other branch has stay where they are, on its branch. */
  keepBranch: z.boolean().optional(),
  /** Of what git ignores (`WorktreeState.ignored`), what may go with it. */
  dropIgnored: z.array(Path).max(10_000).optional(),
});
export type RemoveWorktree = z.infer<typeof RemoveWorktree>;

/** What stands in a session's worktree that removing it would lose, or leave on its branch alone. */
export type WorktreeState = {
  exists: boolean;
  /** Files that are changed or new and not committed. */
  uncommitted: string[];
  /** What git ignores there and so keeps nowhere, such as `.env`; a folder that is ignored whole ends with a slash. */
  ignored: string[];
  /** Commits that only its own branch has. */
  ownCommits: number;
  /** Commits that no branch has. */
  looseCommits: number;
};
