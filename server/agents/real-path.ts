import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** So many links lead on from one to the next at most, as in Linux (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Where an absolute path leads when its symbolic links are followed, also one that does not exist yet. Undefined when
 * that cannot be told.
 */
export function realPath(path: string, links = 0): string | undefined {
  if (links > MOST_LINKS) return undefined;
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") return undefined;
  }
  const parent = dirname(path);
  if (parent === path) return undefined;
  const realParent = realPath(parent, links);
  if (realParent === undefined) return undefined;
  const place = join(realParent, basename(path));
  try {
    // A link to what does not exist: a file that is written there is made at its end.
    return realPath(resolve(realParent, readlinkSync(place)), links + 1);
  } catch (error) {
    return codeOf(error) === "ENOENT" ? place : undefined;
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
