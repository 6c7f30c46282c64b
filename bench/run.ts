import { startMessagesApi } from "../tests/support/messages-api.ts";
import { measureFirstToken } from "./first-token.ts";
import { measureSearch, toTable } from "./search.ts";
import { measureWeb, toWebTable } from "./web.ts";

/**
 * `bun run bench`: how soon an answer begins, beside the floor of the SDK alone, medians and ratios of one run.
 * `bun run bench search`: what a search costs from 1,000 to 1,000,000 messages; the databases take some minutes.
 * `bun run bench web`: what the web app costs a browser: script before a page works, a long answer, 10,000 tasks, 10,000 messages.
 * `--json` prints the figures for another program.
 */
const isJson = process.argv.includes("--json");
if (process.argv.includes("search")) benchSearch();
else if (process.argv.includes("web")) await benchWeb();
else await benchFirstToken();

function benchSearch(): void {
  const figures = [];
  for (const one of measureSearch()) {
    figures.push(one);
    process.stderr.write(`${one.tasks} + ${one.messages}: ${one.what} ${one.median.toFixed(1)} ms\n`);
  }
  process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : toTable(figures));
}

async function benchWeb(): Promise<void> {
  const figures = await measureWeb();
  process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : toWebTable(figures));
}

async function benchFirstToken(): Promise<void> {
  await using api = startMessagesApi();
  const rows = await measureFirstToken(api);
  if (isJson) {
    process.stdout.write(`${JSON.stringify(rows)}\n`);
    return;
  }
  const format = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  process.stdout.write("| what | floor | Porter | p95 | ratio |\n|---|--:|--:|--:|--:|\n");
  for (const { what, unit, floor, porter, p95, ratio } of rows) {
    process.stdout.write(
      `| ${what} | ${format(floor)} ${unit} | ${format(porter)} ${unit} | ${format(p95)} ${unit} | ${ratio.toFixed(2)} |\n`,
    );
  }
}
