import { copyFileSync, lstatSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { scratchDir } from "../tests/support/server.ts";
import { toRow, type Bench, type Row } from "./frame.ts";

const ROOT = resolve(import.meta.dir, "..");

export const size: Bench = {
  name: "size",
  says: "What an installation takes of a disk, and how long `bun install` takes when the packages are in Bun's cache. With what builds and tests, it is what `bun start` installs; without, what an image needs that brings the built server.",

  async run({ isQuick }) {
    const rounds = isQuick ? 1 : 5;
    const built = [join(ROOT, "dist"), join(ROOT, "client/dist")];
    const bytes = built.reduce((sum, folder) => sum + bytesBelow(folder), 0);
    return [
      toRow({ what: "the built server, web app and client", unit: "MB", samples: [bytes / 1e6] }),
      ...(await measureInstall("packages that it runs with", ["--production"], rounds)),
      ...(await measureInstall("all packages", [], rounds)),
    ];
  },
};

async function measureInstall(what: string, options: string[], rounds: number): Promise<Row[]> {
  const times: number[] = [];
  const sizes: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    using folder = scratchDir("bench-install");
    for (const name of ["package.json", "bun.lock"]) copyFileSync(join(ROOT, name), join(folder.path, name));
    const began = performance.now();
    const command = [process.execPath, "install", "--frozen-lockfile", "--ignore-scripts", ...options];
    const child = Bun.spawn(command, { cwd: folder.path, stdout: "ignore", stderr: "pipe" });
    const [said, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
    if (code !== 0) throw new Error(said);
    if (round === 0) continue; // It may bring what the cache lacks.
    times.push(performance.now() - began);
    sizes.push(bytesBelow(join(folder.path, "node_modules")) / 1e6);
  }
  return [
    toRow({ what, unit: "MB", samples: sizes }),
    toRow({ what: `${what}: installed in`, unit: "ms", samples: times }),
  ];
}

/** As the files say, whatever they share with the cache. */
function bytesBelow(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}
