import { existsSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../../support/processes.ts";
import { runProgram, type Ended } from "../../support/run-program.ts";
import { scratchDir } from "../../support/server.ts";
import { unpacked, whyNotUnpacked } from "./unpacked.ts";

/** What keeps this machine from booting another one, or undefined when nothing is known that does. */
export const whyNoMachine = (): string | undefined =>
  existsSync("/lib/systemd/systemd") ? whyNotUnpacked() : "there is no systemd";

/**
 * Boots systemd as process 1 of a machine that has this one's files, and a layer in memory over them, which goes with
 * it. The network is this machine's.
 * @param folders of this machine, by where the other one sees them, without writing to them
 * @throws Error with what the kernel or systemd has said when it does not come up
 */
export async function bootMachine(folders: Record<string, string>) {
  const nspawn = join(await unpacked("systemd-container"), "usr/bin/systemd-nspawn");
  const scratch = scratchDir("machine");
  const binds = Object.entries(folders).map(([there, here]) => `--bind-ro=${here}:${there}`);
  const script = `
    mount -t tmpfs tmpfs "$0" && cd "$0" && mkdir above work root &&
    mount -t overlay overlay -o lowerdir=/,upperdir=above,workdir=work root &&
    : > root/etc/machine-id && exec "$@"`;
  const options = "--directory=root --boot --machine=porter-test --register=no --keep-unit --console=pipe";
  const machine = Bun.spawn(
    [
      "unshare",
      "--mount",
      "sh",
      "-c",
      script,
      scratch.path,
      nspawn,
      ...options.split(" "),
      ...binds,
      "systemd.unit=basic.target",
    ],
    { stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  );
  let said = "";
  const drained = Promise.all(
    [machine.stdout, machine.stderr].map(async (stream) => {
      for await (const text of stream.pipeThrough(new TextDecoderStream())) said += text;
    }),
  );
  /** Its process 1, as this machine numbers it; empty before there is one. */
  const first = (): string =>
    Bun.spawnSync(["pgrep", "--parent", String(machine.pid)])
      .stdout.toString()
      .trim();

  /** Runs a program in it, as its superuser. */
  const run = (...command: string[]): Promise<Ended> =>
    runProgram(["nsenter", "--target", first(), "--all", "--wd=/", ...command], {
      env: { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
    });

  const isUp = async () => {
    if (machine.exitCode !== null) {
      await drained;
      throw new Error(`The machine did not boot: ${said}`);
    }
    if (first() === "") return false;
    return (await run("systemctl", "is-system-running")).stdout.trim() === "running";
  };
  async function clear(): Promise<void> {
    await machine.exited;
    await drained;
    scratch[Symbol.dispose]();
  }

  try {
    await eventually(isUp);
  } catch (error) {
    machine.kill("SIGKILL");
    await clear();
    throw error;
  }

  return {
    run,
    /** What a shell's line has printed. @throws Error unless it ends with 0 */
    async sh(line: string): Promise<string> {
      const { code, stdout, stderr } = await run("sh", "-c", line);
      if (code !== 0) throw new Error(`${line} ended with ${code}: ${stdout}${stderr}`);
      return stdout.trim();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await run("systemctl", "poweroff", "--force", "--force");
      await clear();
    },
  };
}
