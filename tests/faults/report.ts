import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { build, install, SERVER } from "../../server/bootstrap/prepare.ts";
import { installBrowser } from "../support/browser.ts";
import { format, type Figure } from "../support/figures.ts";
import { installProxies } from "../support/proxy-programs.ts";

/**
 * `bun run test:faults [room …]`: the faults at their full length, against the built server, with their figures. A run of
 * all rooms that passes writes them into `docs/reliability.md`.
 */
const ROOT = resolve(import.meta.dir, "../..");
const PAGE = "docs/reliability.md";
/** In ms: the longest of the tests run for half an hour. */
const TEST_TIMEOUT = "3600000";

if (import.meta.main) process.exit(await main(process.argv.slice(2)));

async function main(rooms: string[]): Promise<number> {
  await install();
  await installBrowser();
  await installProxies();
  await build();

  const scratch = mkdtempSync(join(tmpdir(), "porter-figures-"));
  const file = join(scratch, "figures.jsonl");
  // One file after the other: what is measured must not be what the neighbours do.
  const folders = rooms.length === 0 ? ["./tests/faults"] : rooms.map((room) => `./tests/faults/${room}`);
  const command = [process.execPath, "test", "--timeout", TEST_TIMEOUT, ...folders];
  const code = await run(command, {
    PORTER_TEST_LONG: "1",
    PORTER_TEST_FIGURES: file,
    PORTER_TEST_SERVER: SERVER,
  });
  const figures = existsSync(file) ? readFigures(readFileSync(file, "utf8")) : [];
  rmSync(scratch, { recursive: true });
  if (code !== 0 || rooms.length > 0) return code;

  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Bun ${Bun.version}`;
  writeFileSync(join(ROOT, PAGE), toPage(figures, { machine, day: new Date().toISOString().slice(0, 10) }));
  return run([process.execPath, "--bun", join(ROOT, "node_modules/.bin/oxfmt"), PAGE]);
}

export const readFigures = (lines: string): Figure[] =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Figure => JSON.parse(line));

/** The page, in Markdown: a table for each room, in the order in which the figures came. */
export function toPage(figures: Figure[], { machine, day }: { machine: string; day: string }): string {
  const rooms = [...new Set(figures.map(({ room }) => room))].sort();
  const tables = rooms.flatMap((room) => [
    `## ${room}`,
    "",
    "| what | |",
    "| --- | --: |",
    ...figures.filter((one) => one.room === room).map((one) => `| ${one.what} | ${format(one)} |`),
    "",
  ]);
  return [
    "# Reliability",
    "",
    `Made by \`bun run test:faults\` on ${day} (${machine}), which attacks Porter and takes away what it stands on, and`,
    "fails when anything is lost, let in or left behind. Each line is what one test found.",
    "",
    ...tables,
  ].join("\n");
}

function run(command: string[], env: Record<string, string> = {}): Promise<number> {
  return Bun.spawn(command, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
  }).exited;
}
