import { readFileSync } from "node:fs";
import { join } from "node:path";

const README = join(import.meta.dir, "../../client/sdk/README.md");

/** The scripts that the README of the typed client consists of: each example behind the two lines that connect. */
export function readExamples(): string[] {
  const [connect = "", ...examples] = [
    ...readFileSync(README, "utf8").matchAll(/^```ts\n([^]*?)^```$/gm),
  ].map(([, code = ""]) => code);
  return examples.map((code) => `${connect}\n${code}`);
}
