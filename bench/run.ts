import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build, install, SERVER } from "../server/bootstrap/prepare.ts";
import type { Bench } from "./frame.ts";
import { describeCommit, describeMachine } from "./machine.ts";
import { toComparison, toPage, toTables, type Run } from "./report.ts";

const ROOT = resolve(import.meta.dir, "..");
const PAGE = "docs/performance.md";

/** Each is loaded when it runs: they read at import which server they are to start. */
const BENCHES: Record<string, () => Promise<Bench>> = {
  "first-token": async () => (await import("./first-token.ts")).firstToken,
  deltas: async () => (await import("./deltas.ts")).deltas,
  "fan-out": async () => (await import("./fan-out.ts")).fanOut,
  api: async () => (await import("./api.ts")).api,
  growth: async () => (await import("./growth.ts")).growth,
  search: async () => (await import("./search.ts")).search,
  rest: async () => (await import("./rest.ts")).rest,
  size: async () => (await import("./size.ts")).size,
  web: async () => (await import("./web.ts")).web,
};

const USE = `bun run bench [name …] [options]

  --quick            small sizes and few rounds: to see that it works, not to be quoted
  --json <file>      writes the figures, with the machine, the commit and the date
  --compare <file>   beside the figures of an earlier run
  --from <file>      the figures of that run, instead of a new one
  --page             writes ${PAGE}

All benches, or those named: ${Object.keys(BENCHES).join(", ")}.
`;

process.exit(await main(process.argv.slice(2)));

async function main(args: string[]): Promise<number> {
  const given = readArguments(args);
  if (!given) {
    process.stderr.write(USE);
    return 2;
  }
  const { names, isQuick, json, compare, from, page } = given;
  const run = from === undefined ? await measure(names, isQuick) : readRun(from);
  process.stdout.write(compare === undefined ? toTables(run) : toComparison(readRun(compare), run));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(run, null, 2)}\n`);
  if (page) writeFileSync(join(ROOT, PAGE), toPage(run));
  return 0;
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "string" },
        compare: { type: "string" },
        from: { type: "string" },
        page: { type: "boolean", default: false },
      },
    });
    const unknown = positionals.filter((name) => !(name in BENCHES));
    if (unknown.length > 0) throw new Error(`There is no bench "${unknown.join(", ")}".`);
    const { quick: isQuick, ...rest } = values;
    return { ...rest, isQuick, names: positionals.length === 0 ? Object.keys(BENCHES) : positionals };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n`);
    return undefined;
  }
}

/** What `bun start` runs is what is measured, unless the environment names another server. */
async function measure(names: string[], isQuick: boolean): Promise<Run> {
  if (!process.env.PORTER_TEST_SERVER) {
    await install();
    await build();
    process.env.PORTER_TEST_SERVER = SERVER;
  }
  const run: Run = {
    machine: describeMachine(),
    commit: describeCommit(ROOT),
    date: new Date().toISOString(),
    isQuick,
    benches: [],
  };
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    const bench = await BENCHES[name]?.();
    if (bench) run.benches.push({ name, says: bench.says, rows: await bench.run({ isQuick }) });
  }
  return run;
}

function readRun(path: string): Run {
  return JSON.parse(readFileSync(path, "utf8"));
}
