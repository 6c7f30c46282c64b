import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";

export const isDebian = (): boolean => existsSync("/usr/bin/apt-get");

/** Installs packages of the system. */
export async function installPackages(...names: string[]): Promise<void> {
  process.stderr.write(`Installing ${names.join(" and ")} from the system's packages …\n`);
  await aptGet("update");
  await aptGet("install", "-y", ...names);
}

async function aptGet(...command: string[]): Promise<void> {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const child = Bun.spawn([...sudo, "apt-get", ...command], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  if ((await child.exited) !== 0) throw new Error(`apt-get ${command.join(" ")} failed.`);
}

/** Unpacks the program of a package into a folder, without installing it: nothing of the system starts it. */
export async function unpackPackage(name: string, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  const download = () =>
    Bun.spawn(["apt-get", "download", name], { cwd: work, stdout: "ignore", stderr: "pipe" });
  // The lists of a fresh machine are empty, or older than what the mirror has.
  if ((await download().exited) !== 0) {
    await aptGet("update");
    const second = download();
    if ((await second.exited) !== 0) throw new Error(await new Response(second.stderr).text());
  }
  const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
  if (!archive) throw new Error(`apt-get download ${name} brought nothing.`);
  const unpacked = Bun.spawn(["dpkg-deb", "-x", archive, "."], { cwd: work, stderr: "inherit" });
  if ((await unpacked.exited) !== 0) throw new Error(`${archive} cannot be unpacked.`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(work, folder);
}
