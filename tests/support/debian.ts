import { existsSync } from "node:fs";

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
