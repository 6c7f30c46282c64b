import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** What the scratch folders of a whole suite have at the same time is far below it, in bytes. */
const ROOM = 2 * 1024 ** 3;

/**
 * Where the scratch folders of the suite lie, gone with it: in memory where there is enough of it, because the tests
 * make more than a thousand databases and each would wait for the disk at every commit.
 */
export function makeScratchRoot(): { path: string } & Disposable {
  const path = makeIn(MEMORY) ?? mkdtempSync(join(tmpdir(), "porter-suite-"));
  // A test serves as another user, who has to get to its folder.
  chmodSync(path, 0o711);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function makeIn(folder: string): string | undefined {
  let path: string | undefined;
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < ROOM) return undefined;
    path = mkdtempSync(join(folder, "porter-suite-"));
    // Tests run programs that lie in their folders, which a container may forbid here.
    const program = join(path, "program");
    writeFileSync(program, "#!/bin/sh\n");
    chmodSync(program, 0o700);
    if (spawnSync(program).status === 0) return path;
  } catch (error) {
    // Not every system has it; the disk does as well.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  if (path) rmSync(path, { recursive: true });
  return undefined;
}
