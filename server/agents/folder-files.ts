import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { FindFilesIn } from "../../shared/start-box.ts";
import type { FindFiles } from "../../shared/steer.ts";
import { PorterError } from "../errors.ts";
import { isBelow, resolveFolder, type AllowedFolders } from "./folders.ts";
import type { Stores } from "./stores.ts";

const MOST_FOUND = 30;
/** So many entries are looked at where there is no repository. */
const MOST_WALKED = 20_000;
const NOT_WALKED = new Set([".git", "node_modules"]);
/** While a person types, the folder is read once. In ms. */
const FRESH = 5_000;

/** Finds files to speak of with `@`. What it names lies below the folder, whatever links say. */
export function createFolderFiles(deps: {
  stores: Pick<Stores, "sessions">;
  /** Where sessions may begin. */
  folders: AllowedFolders;
  listGitFiles: (folder: string) => Promise<string[] | undefined>;
}) {
  let latest: { folder: string; until: number; paths: Promise<string[]> } | undefined;

  function pathsOf(folder: string): Promise<string[]> {
    if (latest?.folder === folder && performance.now() < latest.until) return latest.paths;
    const paths = listPaths(folder);
    latest = { folder, until: performance.now() + FRESH, paths };
    return paths;
  }

  async function listPaths(folder: string): Promise<string[]> {
    const files = (await deps.listGitFiles(folder)) ?? (await walk(folder));
    return [...foldersOf(files), ...files];
  }

  /** Paths from the folder on, folders with a `/` at their end. */
  async function findBelow(folder: string, query: string): Promise<{ items: string[] }> {
    const items: string[] = [];
    for (const path of rank(await pathsOf(folder), query)) {
      if (items.length === MOST_FOUND) break;
      if (await isInside(folder, path)) items.push(path);
    }
    return { items };
  }

  return {
    /** @throws PorterError NOT_FOUND */
    async find({ id, query }: FindFiles): Promise<{ items: string[] }> {
      const session = deps.stores.sessions.find(id);
      if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
      return findBelow(session.cwd, query);
    },

    /** @throws PorterError INVALID or FORBIDDEN for the folder */
    findIn: async ({ cwd, query }: FindFilesIn): Promise<{ items: string[] }> =>
      findBelow(resolveFolder(cwd, deps.folders), query),
  };
}

/** Every folder that holds one of the files, each once. */
function foldersOf(files: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
      const folder = file.slice(0, end + 1);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** Those that have the letters of the query in their order, the best first. */
export function rank(paths: readonly string[], query: string): string[] {
  const wanted = query.toLowerCase();
  return paths
    .flatMap((path) => {
      const points = pointsFor(path.toLowerCase(), wanted);
      return points === undefined ? [] : [{ path, points }];
    })
    .toSorted((a, b) => b.points - a.points || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

/** A name that begins so is what is meant mostly; then a name that holds it, a path that does, and letters apart. */
function pointsFor(path: string, wanted: string): number | undefined {
  if (wanted === "") return 0;
  const name = path.slice(path.lastIndexOf("/", path.length - 2) + 1);
  if (name.startsWith(wanted)) return 4;
  if (name.includes(wanted)) return 3;
  if (path.includes(wanted)) return 2;
  let from = 0;
  for (const letter of wanted) {
    const at = path.indexOf(letter, from);
    if (at < 0) return undefined;
    from = at + letter.length;
  }
  return 1;
}

/** Links are neither followed nor named; the nearest folders come first. */
async function walk(folder: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [""];
  let seen = 0;
  for (let below = folders.shift(); below !== undefined && seen < MOST_WALKED; below = folders.shift()) {
    for (const entry of await entriesOf(join(folder, below))) {
      seen++;
      if (entry.isFile()) files.push(`${below}${entry.name}`);
      else if (entry.isDirectory() && !NOT_WALKED.has(entry.name)) folders.push(`${below}${entry.name}/`);
    }
  }
  return files;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return []; // Not ours to read, or gone by now.
  }
}

async function isInside(folder: string, path: string): Promise<boolean> {
  try {
    return isBelow(await realpath(folder), await realpath(join(folder, path)));
  } catch {
    return false; // Gone by now.
  }
}
