import { copyFileSync, existsSync, lstatSync, mkdirSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ChangedFile, FileDiff, FolderDiff, ReadFileDiff } from "../../shared/folder.ts";
import { PorterError } from "../errors.ts";
import { isInRepository } from "./folder-state.ts";
import type { Git, OpenGit } from "./runner/git.ts";

/** Larger files are not compared, in bytes: each state of one would be kept. */
const LARGEST_FILE = 10_000_000;
/** With more changed and new files than this, a folder is not compared: something ignorable is not ignored. */
const MOST_CHANGED = 20_000;
const MOST_LISTED = 1_000;
const LARGEST_DIFF = 300_000;

const SIGNATURE = {
  GIT_AUTHOR_NAME: "Porter",
  GIT_AUTHOR_EMAIL: "porter@localhost",
  GIT_COMMITTER_NAME: "Porter",
  GIT_COMMITTER_EMAIL: "porter@localhost",
};

export type FolderDiffs = ReturnType<typeof createFolderDiffs>;

/**
 * What changed in folders while sessions worked in them. The state of a folder at a time is a git tree of its files,
 * committed or not. Its objects and index are kept in Porter's data folder: the repository itself is only read.
 * @param root holds what is kept, one folder for each session
 */
export function createFolderDiffs({ openGit, root }: { openGit: OpenGit; root: string }) {
  /** Of one session, one look at a time: they share an index. */
  const looking = new Map<string, Promise<unknown>>();

  function inTurn<T>(sessionId: string, look: () => Promise<T>): Promise<T> {
    const result = (looking.get(sessionId) ?? Promise.resolve()).then(look, look);
    looking.set(sessionId, result);
    const forget = () => {
      if (looking.get(sessionId) === result) looking.delete(sessionId);
    };
    result.then(forget, forget);
    return result;
  }

  async function open(sessionId: string, folder: string) {
    const git = await openGit(folder);
    const kept = join(root, sessionId);
    const objects = resolve(folder, (await git.read(["rev-parse", "--git-path", "objects"])).trimEnd());
    const environment = {
      GIT_OBJECT_DIRECTORY: join(kept, "objects"),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(objects), // quoted, as a path may hold a colon
      GIT_INDEX_FILE: join(kept, "index"),
    };
    return { git, kept, environment };
  }

  /** The folder's files as they are now, as a tree. */
  async function takeTree(
    git: Git,
    environment: Record<string, string>,
    folder: string,
  ): Promise<{ tree: string; tooLarge: string[] }> {
    const listed = await git.read(
      ["ls-files", "-z", "--others", "--modified", "--deleted", "--exclude-standard", "--", "."],
      { environment },
    );
    // A folder at the end of the list is a repository of its own.
    const paths = [...new Set(listed.split("\0"))].filter((path) => path !== "" && !path.endsWith("/"));
    if (paths.length > MOST_CHANGED)
      throw new PorterError(
        "UNAVAILABLE",
        `There are more than ${MOST_CHANGED} changed and new files in the folder. Name those that do not matter in .gitignore.`,
      );
    const { large: tooLarge = [], small = [] } = Object.groupBy(paths, (path) =>
      sizeOf(join(folder, path)) > LARGEST_FILE ? "large" : "small",
    );
    await git.read(["update-index", "-z", "--add", "--remove", "--stdin"], {
      environment,
      input: small.map((path) => `${path}\0`).join(""),
    });
    return { tree: (await git.read(["write-tree"], { environment })).trim(), tooLarge };
  }

  const compare = (base: string, now: string, ...rest: string[]) => [
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    // In any other format git is started in the submodule, with the settings of that.
    "--submodule=short",
    "--relative",
    "-M",
    ...rest,
    base,
    now,
  ];

  return {
    /**
     * Notes the state of a folder before a session begins to work in it. Null outside of a repository. What is noted is
     * a commit (kept with the session) on top of the one that is checked out.
     */
    noteBase: (sessionId: string, folder: string): Promise<string | null> =>
      inTurn(sessionId, async () => {
        if (!isInRepository(folder)) return null;
        const { git, kept, environment } = await open(sessionId, folder);
        mkdirSync(environment.GIT_OBJECT_DIRECTORY, { recursive: true, mode: 0o700 });
        const index = resolve(folder, (await git.read(["rev-parse", "--git-path", "index"])).trimEnd());
        // It knows what has not changed since git looked last: nothing of that has to be read.
        if (existsSync(index)) copyFileSync(index, join(kept, "index"));
        const { tree } = await takeTree(git, environment, folder);
        const head = await git.run(["rev-parse", "--verify", "--quiet", "HEAD"]);
        const parents = head.code === 0 ? ["-p", head.output.trim()] : [];
        const commit = await git.read(["commit-tree", ...parents, "-m", "Before the session", tree], {
          environment: { ...environment, ...SIGNATURE },
        });
        return commit.trim();
      }),

    /** The sessions of which something is kept. */
    kept: (): Promise<string[]> => (existsSync(root) ? readdir(root) : Promise.resolve([])),

    /** Nothing can be compared with what was noted any more. */
    forget: (sessionId: string): Promise<void> =>
      inTurn(sessionId, () => rm(join(root, sessionId), { recursive: true, force: true })),

    /** What changed since then. @throws PorterError UNAVAILABLE */
    list: (sessionId: string, folder: string, base: string): Promise<FolderDiff> =>
      inTurn(sessionId, async () => {
        const { git, environment } = await open(sessionId, folder);
        const { tree, tooLarge } = await takeTree(git, environment, folder);
        const [names, counts] = await Promise.all([
          git.read(compare(base, tree, "--name-status", "-z"), { environment }),
          git.read(compare(base, tree, "--numstat", "-z"), { environment }),
        ]);
        const files = parseChanges(names, counts);
        return {
          type: "diff",
          now: tree,
          files: files.slice(0, MOST_LISTED),
          more: Math.max(0, files.length - MOST_LISTED),
          uncompared: tooLarge,
        };
      }),

    /** One file's. @throws PorterError UNAVAILABLE */
    async file(folder: string, base: string, { id, now, path, oldPath }: ReadFileDiff): Promise<FileDiff> {
      const { git, environment } = await open(id, folder);
      const paths = oldPath === null ? [path] : [oldPath, path];
      const text = await git.read([...compare(base, now), "--", ...paths], {
        environment,
        most: LARGEST_DIFF + 1,
      });
      const start = text.search(/^@@ /m);
      const hunks = start === -1 ? "" : text.slice(start);
      const isCut = text.length > LARGEST_DIFF;
      return { text: isCut ? hunks.slice(0, hunks.lastIndexOf("\n") + 1) : hunks, isCut };
    },
  };
}

const KINDS: Record<string, ChangedFile["kind"]> = { A: "added", D: "removed", R: "renamed" };

/** From `git diff --name-status -z` and `--numstat -z` of the same trees (git-diff(1), "Raw output format"). */
export function parseChanges(names: string, counts: string): ChangedFile[] {
  const lines = new Map<string, { added: number | null; removed: number | null }>();
  const numbers = counts.split("\0");
  for (let index = 0; index < numbers.length; index++) {
    const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(numbers[index] ?? "") ?? [];
    if (added === undefined || removed === undefined) continue;
    // Of a renamed file the path is empty here, and its old and new one follow.
    const name = path || (numbers[index + 2] ?? "");
    if (!path) index += 2;
    lines.set(name, { added: toCount(added), removed: toCount(removed) });
  }
  const files: ChangedFile[] = [];
  const words = names.split("\0");
  for (let index = 0; index + 1 < words.length; index += 2) {
    const kind = KINDS[words[index]?.charAt(0) ?? ""] ?? "changed";
    const oldPath = kind === "renamed" ? (words[index + 1] ?? null) : null;
    if (oldPath !== null) index++;
    const path = words[index + 1] ?? "";
    files.push({ path, oldPath, kind, ...(lines.get(path) ?? { added: null, removed: null }) });
  }
  return files;
}

const toCount = (text: string): number | null => (text === "-" ? null : Number(text));

function sizeOf(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : 0;
}
