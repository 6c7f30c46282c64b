import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GitState } from "../../shared/folder.ts";
import type { OpenGit } from "./runner/git.ts";

/** Whether a folder is inside a git repository, told without asking git. */
export function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, ".git"))) return true;
  const parent = dirname(folder);
  return parent !== folder && isInRepository(parent);
}

/** Null outside of a repository. @throws PorterError as git does */
export async function readGitState(openGit: OpenGit, folder: string): Promise<GitState | null> {
  if (!isInRepository(folder)) return null;
  const git = await openGit(folder);
  const [root, status] = await Promise.all([
    git.run(["rev-parse", "--show-toplevel"]),
    git.run(["status", "--porcelain=v2", "--branch", "-z", "--ignore-submodules=all"]),
  ]);
  if (root.code !== 0 || status.code !== 0) return null;
  return { root: root.output.trimEnd(), ...parseStatus(status.output) };
}

/** The output of `git status --porcelain=v2 --branch -z` (git-status(1), "Porcelain Format Version 2"). */
export function parseStatus(output: string): Omit<GitState, "root"> {
  const state = { branch: null, commit: null, dirty: 0, ahead: null, behind: null } as Omit<GitState, "root">;
  const lines = output.split("\0");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, key, value = ""] = /^# branch\.(\w+) (.*)$/.exec(line) ?? [];
    if (key === "oid") state.commit = value === "(initial)" ? null : value;
    else if (key === "head") state.branch = value === "(detached)" ? null : value;
    else if (key === "ab") {
      const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(value) ?? [];
      state.ahead = Number(ahead);
      state.behind = Number(behind);
    } else if (/^[12u?] /.test(line)) {
      state.dirty++;
      if (line.startsWith("2 ")) index++; // Behind a renamed file stands its old name.
    }
  }
  return state;
}

/** The paths that `git status --porcelain=v2 -z` names, as they are called now. */
export function pathsInStatus(output: string): string[] {
  const lines = output.split("\0");
  return lines.flatMap((line, index) => {
    if (lines[index - 1]?.startsWith("2 ") === true) return []; // the old name of the line before
    // The path is the last field, and may hold spaces: 8 fields stand before it, 9 before that of a rename, 10 in a conflict.
    const fields = { "1": 8, "2": 9, u: 10, "?": 1 }[line.charAt(0)];
    return fields === undefined ? [] : [line.split(" ").slice(fields).join(" ")];
  });
}
