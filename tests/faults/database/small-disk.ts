import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";

const PIECE = Buffer.alloc(64 * 1024);

/** Who may mount here: the superuser, also in a container that lets it, and who becomes it without a password. */
const SUDO = process.getuid?.() === 0 ? [] : ["sudo", "-n"];

const run = (...command: string[]): boolean => {
  const [program = "", ...args] = [...SUDO, ...command];
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
};

/** Mounts a file system at a new folder, gone with it; undefined where this machine does not let us. */
function mount(path: string, ...options: string[]): Disposable | undefined {
  mkdirSync(path, { recursive: true });
  if (!run("mount", ...options, path)) return undefined;
  return { [Symbol.dispose]: () => void run("umount", "--lazy", path) };
}

/** A disk of this size in bytes, in memory, that can be filled to the last byte and emptied again. */
export function mountSmallDisk(path: string, bytes: number) {
  const owner = `uid=${process.getuid?.() ?? 0},mode=700`;
  const mounted = mount(path, "-t", "tmpfs", "-o", `size=${bytes},${owner}`, "tmpfs");
  if (!mounted) return undefined;
  const filler = join(path, "filler");
  return {
    /** To the last byte, or but for so many bytes. */
    fill(leave = 0): void {
      const file = openSync(filler, "a");
      try {
        for (let size = PIECE.length; size > 0;) {
          try {
            if (writeSync(file, PIECE, 0, size) < size) size = Math.floor(size / 2);
          } catch {
            size = Math.floor(size / 2); // ENOSPC: what is left is smaller.
          }
        }
      } finally {
        closeSync(file);
      }
      truncateSync(filler, Math.max(0, statSync(filler).size - leave));
    },
    empty: () => rmSync(filler),
    [Symbol.dispose]: () => mounted[Symbol.dispose](),
  };
}

/** What a folder holds, seen where nothing can be written. */
export const mountReadOnly = (folder: string, path: string): Disposable | undefined => {
  const mounted = mount(path, "--bind", folder);
  if (mounted && run("mount", "-o", "remount,ro,bind", path)) return mounted;
  mounted?.[Symbol.dispose]();
  return undefined;
};
