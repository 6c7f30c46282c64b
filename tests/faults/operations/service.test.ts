import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { figure } from "../../support/figures.ts";
import { runProgram } from "../../support/run-program.ts";
import { scratchDir } from "../../support/server.ts";

const UNIT = readFileSync(resolve(import.meta.dir, "../../../packaging/porter.service"), "utf8");
const ANALYZE = Bun.which("systemd-analyze");
/** As `systemd-analyze security` has it, from 0 (nothing is open) to 10. Without any option a unit has 9.6. */
const MOST_EXPOSED = 4.5;

async function analyze(...args: string[]): Promise<{ code: number; out: string }> {
  const { code, stdout, stderr } = await runProgram([ANALYZE ?? "", ...args]);
  return { code, out: stdout + stderr };
}

describe.skipIf(ANALYZE === null)("systemd takes the unit", () => {
  test("without a word, and finds it well shut", async () => {
    using scratch = scratchDir("unit");
    const path = join(scratch.path, "porter.service");
    // The check wants the program to be there.
    writeFileSync(path, UNIT.replace("/usr/local/bin/bun", process.execPath));
    expect(await analyze("verify", "--man=no", path)).toEqual({ code: 0, out: "" });
    const { out } = await analyze("security", "--offline=yes", "--no-pager", path);
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)?.[1]);
    expect(exposure).toBeLessThan(MOST_EXPOSED);
    figure("operations", "exposure of the systemd unit, of 10", exposure);
  });

  test("and its check finds a slip", async () => {
    using scratch = scratchDir("unit");
    const path = join(scratch.path, "porter.service");
    writeFileSync(
      path,
      UNIT.replace("/usr/local/bin/bun", process.execPath).replace("KillMode=", "KilMode="),
    );
    expect((await analyze("verify", "--man=no", path)).out).toContain("KilMode");
  });
});

const settingOf = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, "m").exec(UNIT)?.[1];

describe("what would break an agent's tools is off", () => {
  const off = {
    "a compiler that runs what it has just written": ["MemoryDenyWriteExecute"],
    "a sandbox or a browser with namespaces of its own": ["RestrictNamespaces", "PrivateUsers"],
    "a sandbox that mounts a /proc": ["ProtectKernelTunables", "ProtectKernelLogs", "ProtectControlGroups"],
    "work in the home folder": ["ProtectHome"],
    "the network": ["PrivateNetwork"],
  };
  for (const [what, names] of Object.entries(off))
    test(what, () => expect(names.map(settingOf)).toEqual(names.map(() => "no")));
});

/** The kernel's own answer, which is why those are off: with a mount over /proc a sandbox gets no /proc of its own. */
const NESTED = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "true"];
const works = (command: string[]): boolean =>
  Bun.spawnSync(command, { stdin: "ignore", stdout: "ignore", stderr: "ignore" }).exitCode === 0;
const canNest = process.getuid?.() === 0 && works(["setpriv", "--reuid=65534", "--clear-groups", ...NESTED]);

test.skipIf(!canNest)("the kernel refuses a sandbox its /proc below ProtectKernelTunables", () => {
  const below = [
    "mount --bind /proc/sys /proc/sys",
    "mount -o remount,ro,bind /proc/sys",
    `exec setpriv --reuid=65534 --clear-groups ${NESTED.join(" ")}`,
  ];
  expect(works(["unshare", "--mount", "sh", "-c", below.join(" && ")])).toBe(false);
});
