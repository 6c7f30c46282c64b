import { startMessagesApi } from "../tests/support/messages-api.ts";
import { measureFirstToken } from "./first-token.ts";

/** `bun run bench`: medians and ratios, taken in one run. `--json` prints the figures for another program. */
await using api = startMessagesApi();
const rows = await measureFirstToken(api);

if (process.argv.includes("--json")) {
  process.stdout.write(`${JSON.stringify(rows)}\n`);
} else {
  const format = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  process.stdout.write("| what | floor | Porter | p95 | ratio |\n|---|--:|--:|--:|--:|\n");
  for (const { what, unit, floor, porter, p95, ratio } of rows) {
    process.stdout.write(
      `| ${what} | ${format(floor)} ${unit} | ${format(porter)} ${unit} | ${format(p95)} ${unit} | ${ratio.toFixed(2)} |\n`,
    );
  }
}
