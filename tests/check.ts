import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dir, "..");
/** `--bun`: the tools' launchers ask for node, which a machine with Bun alone does not have. */
const tool = (name: string) => [process.execPath, "--bun", join(ROOT, "node_modules/.bin", name)];

const CHECKS: Record<string, string[]> = {
  format: [...tool("oxfmt"), "--check", "."],
  lint: [...tool("oxlint"), "--type-aware", "--deny-warnings"],
  types: [...tool("tsc"), "-p", ".", "--checkers", "2"],
  boundaries: [process.execPath, "test", "./tests/architecture"],
};

/** Linter and compiler are Go programs, and would spend a third of their work on collecting what fits into memory. */
const env = { ...process.env, GOGC: "400" };

/** Runs the checks side by side and prints what the failed ones said. Returns the names of those. */
export async function check(): Promise<string[]> {
  const failed = await Promise.all(
    Object.entries(CHECKS).map(async ([name, command]) => {
      const child = Bun.spawn(command, { cwd: ROOT, env, stdout: "pipe", stderr: "pipe" });
      const [out, err, code] = await Promise.all([
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
        child.exited,
      ]);
      process.stdout.write(`${name}: ${code === 0 ? "ok" : `failed\n${out}${err}`}\n`);
      return code === 0 ? [] : [name];
    }),
  );
  return failed.flat();
}

if (import.meta.main) process.exit((await check()).length === 0 ? 0 : 1);
