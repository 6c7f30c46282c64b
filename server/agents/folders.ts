import { mkdirSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import { PorterError } from "../errors.ts";

export type AllowedFolders = { cwd: string; allowed_dirs: readonly string[] };

/**
 * The folder that a session works in, with symbolic links resolved. The default folder is made when missing.
 * @throws PorterError INVALID when it does not exist, FORBIDDEN when no allowed folder holds it
 */
export function resolveFolder(wanted: string | undefined, { cwd, allowed_dirs }: AllowedFolders): string {
  if (wanted !== undefined && !isAbsolute(wanted))
    throw new PorterError("INVALID", "The folder must be an absolute path.");
  mkdirSync(cwd, { recursive: true });
  const folder = realFolder(wanted ?? cwd);
  const roots = [cwd, ...allowed_dirs].flatMap((root) => existing(root));
  if (!roots.some((root) => isBelow(root, folder))) {
    throw new PorterError(
      "FORBIDDEN",
      `Agents may not work in ${folder}. Add it to allowed_dirs in the [agents] section of the configuration.`,
    );
  }
  return folder;
}

/** Whether a path is this folder or below it; both are absolute. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

function realFolder(path: string): string {
  try {
    const real = realpathSync(path);
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    throw new PorterError("INVALID", `The folder ${path} does not exist.`, { cause });
  }
  throw new PorterError("INVALID", `${path} is not a folder.`);
}

function existing(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return []; // A folder that does not exist allows nothing.
  }
}
