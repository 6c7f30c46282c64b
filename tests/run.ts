import { openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, install, SERVER } from "../server/bootstrap/prepare.ts";
import { installBrowser } from "./support/browser.ts";
import { installProxies } from "./support/proxy-programs.ts";
import { installRadicale } from "./support/radicale-program.ts";
import { makeScratchRoot } from "./support/scratch-root.ts";
import { installShells } from "./support/shell-programs.ts";

/** The whole suite, on a machine with nothing but Bun or Node: packages, browser, build, checks, tests. */
const ROOT = resolve(import.meta.dir, "..");
/** A slow machine is not a failure: only what hangs meets this limit, in ms. */
const TEST_TIMEOUT = "60000";

type Count = { passed: number; failed: number };

process.exit(await main());

async function main(): Promise<number> {
  await install();
  const { check } = await import("./check.ts");
  const [failedChecks] = await Promise.all([check(), build(), installPrograms()]);
  using scratch = makeScratchRoot();
  // Side by side: a browser's test waits a third of its time for what is on its way.
  const units = runBunTests(scratch.path);
  const [unit, browser] = await Promise.all([units, runBrowserTests(scratch.path, units)]);

  for (const name of failedChecks) process.stdout.write(`${name}: failed, see above\n`);
  const passed = unit.passed + browser.passed;
  const failed = failedChecks.length + unit.failed + browser.failed;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** One after the other: apt has a lock. */
async function installPrograms(): Promise<void> {
  await installBrowser();
  await installRadicale();
  await installProxies();
  await installShells();
}

async function runBunTests(scratch: string): Promise<Count> {
  const report = join(scratch, "unit.xml");
  const reporter = ["--reporter", "junit", "--reporter-outfile", report];
  const command = [process.execPath, "test", "--parallel", "--no-isolate", "--timeout", TEST_TIMEOUT];
  const code = await run([...command, ...reporter], { TMPDIR: scratch });
  const root = /<testsuites[^>]*>/.exec(readFileSync(report, "utf8"))?.[0] ?? "";
  const read = (name: string) => Number(new RegExp(`${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const failed = read("failures");
  return settle(code, { passed: read("tests") - failed - read("skipped"), failed });
}

/** What it prints comes behind `before`: among a thousand lines of other tests nobody would find a failure. */
async function runBrowserTests(scratch: string, before: Promise<unknown>): Promise<Count> {
  const report = join(scratch, "browser.json");
  const cli = join(ROOT, "node_modules/@playwright/test/cli.js");
  const command = [process.execPath, "--bun", cli, "test", "--config", "tests/e2e/playwright.config.ts"];
  const printed = join(scratch, "browser.log");
  const env = { TMPDIR: scratch, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const code = await run(command, env, openSync(printed, "w"));
  await before;
  process.stdout.write(readFileSync(printed));
  const { stats }: { stats: Record<"expected" | "unexpected" | "flaky", number> } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  return settle(code, { passed: stats.expected, failed: stats.unexpected + stats.flaky });
}

/** A runner that ended badly without a failed test (a crash, an error between tests) is a failure of its own. */
function settle(code: number, count: Count): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** `to`: an open file for what it prints; without one it is printed here at once. */
function run(
  command: string[],
  env: Record<string, string>,
  to: number | "inherit" = "inherit",
): Promise<number> {
  return Bun.spawn(command, {
    cwd: ROOT,
    env: { ...process.env, PORTER_TEST_SERVER: SERVER, PORTER_TEST_SHORT_LIVED: "1", ...env },
    stdin: "ignore",
    stdout: to,
    stderr: to,
  }).exited;
}
