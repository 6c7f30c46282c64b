import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDebian, unpackPackage } from "../../support/debian.ts";
import { scratchDir } from "../../support/server.ts";
import { eventually } from "../../support/processes.ts";

const CACHE = resolve(import.meta.dir, "../../../node_modules/.cache/operations");

/** Debian's program in its package: it is run where it was unpacked, and starts nothing by itself. */
async function findNspawn(): Promise<string> {
  const folder = join(CACHE, "systemd-container");
  const path = join(folder, "usr/bin/systemd-nspawn");
  if (!existsSync(path)) await unpackPackage("systemd-container", folder);
  return path;
}

/** What keeps this machine from booting another one, or undefined when nothing is known that does. */
export function whyNoMachine(): string | undefined {
  if (process.getuid?.() !== 0) return "it takes root";
  if (!existsSync("/lib/systemd/systemd")) return "there is no systemd";
  if (!isDebian()) return "systemd-nspawn comes from Debian's package";
  const unshare = Bun.spawnSync(["unshare", "--mount", "true"], { stderr: "pipe" });
  return unshare.success ? undefined : unshare.stderr.toString().trim();
}

/**
 * Boots systemd as process 1 of a machine that has this one's files, and a layer in memory over them, which goes with
 * it. The network is this machine's.
 * @param folders of this machine, by where the other one sees them, without writing to them
 * @throws Error with what the kernel or systemd has said when it does not come up
 */
export async function bootMachine(folders: Record<string, string>) {
  const nspawn = await findNspawn();
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
  const firstOf = (pid: number) =>
    Bun.spawnSync(["pgrep", "--parent", String(pid)])
      .stdout.toString()
      .trim();

  /** Runs a program in it, as its superuser. */
  async function run(...command: string[]): Promise<{ code: number; out: string; err: string }> {
    const child = Bun.spawn(["nsenter", "--target", firstOf(machine.pid), "--all", "--wd=/", ...command], {
      env: { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    return { code, out: out.trim(), err: err.trim() };
  }

  const isUp = async () => {
    if (machine.exitCode !== null) {
      await drained;
      throw new Error(`The machine did not boot: ${said}`);
    }
    return firstOf(machine.pid) !== "" && (await run("systemctl", "is-system-running")).out === "running";
  };
  await eventually(isUp);

  return {
    run,
    /** As `run`, of a shell's line. @throws Error unless it ends with 0 */
    async sh(line: string): Promise<string> {
      const { code, out, err } = await run("sh", "-c", line);
      if (code !== 0) throw new Error(`${line} ended with ${code}: ${out}${err}`);
      return out;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await run("systemctl", "poweroff", "--force", "--force");
      await machine.exited;
      await drained;
      scratch[Symbol.dispose]();
    },
  };
}
