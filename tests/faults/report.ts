import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, install, SERVER } from "../../server/bootstrap/prepare.ts";
import { installBrowser } from "../support/browser.ts";
import { installProxies } from "../support/proxy-programs.ts";
import { takeOver } from "./reliability.ts";

/**
 * `bun run test:faults [room …]`: the faults at their full length, against the built server, room by room. What a room
 * that passes has found takes the place of what `docs/reliability.md` told of it before.
 */
const ROOT = resolve(import.meta.dir, "../..");
/** In ms: the longest of the tests run for half an hour. */
const TEST_TIMEOUT = "3600000";

process.exit(await main(process.argv.slice(2)));

async function main(named: string[]): Promise<number> {
  const entries = readdirSync(import.meta.dir, { withFileTypes: true });
  const all = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const strange = named.filter((room) => !all.includes(room));
  if (strange.length > 0) {
    process.stderr.write(`There is no ${strange.join(", ")}. The rooms are ${all.join(", ")}.\n`);
    return 1;
  }
  await install();
  await installBrowser();
  await installProxies();
  await build();

  const failed: string[] = [];
  for (const room of named.length === 0 ? all : named) {
    const scratch = mkdtempSync(join(tmpdir(), "porter-figures-"));
    const figures = join(scratch, "figures.jsonl");
    if ((await runRoom(room, figures)) === 0) takeOver(room, figures);
    else failed.push(room);
    rmSync(scratch, { recursive: true });
  }
  process.stdout.write(failed.length === 0 ? "every room passed\n" : `failed: ${failed.join(", ")}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** One file after the other: what is measured must not be what the neighbours do. */
function runRoom(room: string, figures: string): Promise<number> {
  const command = [process.execPath, "test", "--timeout", TEST_TIMEOUT, `./tests/faults/${room}`];
  return Bun.spawn(command, {
    cwd: ROOT,
    env: {
      ...process.env,
      PORTER_TEST_LONG: "1",
      PORTER_TEST_FIGURES: figures,
      PORTER_TEST_SERVER: SERVER,
    },
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
  }).exited;
}
