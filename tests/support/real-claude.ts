import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { SHORT_LIVED } from "./short-lived.ts";

/** The CLI that comes with the SDK. */
export function findClaude(): string {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("@anthropic-ai/claude-agent-sdk"));
  const names = ["", "-musl"].map(
    (libc) => `@anthropic-ai/claude-agent-sdk-linux-${process.arch}${libc}/claude`,
  );
  for (const name of names) {
    try {
      const path = resolve(name);
      if (existsSync(path)) return path;
    } catch {
      continue; // Of the other kind.
    }
  }
  throw new Error("The SDK's CLI is not installed.");
}

/** The same as a command, with `SHORT_LIVED` in its environment: the server hands no such variables on. */
export function makeShortLivedClaude(folder: string): string {
  const command = join(folder, ".short-lived-claude");
  const variables = Object.entries(SHORT_LIVED).map(([name, value]) => `export ${name}=${value}\n`);
  writeFileSync(command, `#!/bin/sh\n${variables.join("")}exec '${findClaude()}' "$@"\n`);
  chmodSync(command, 0o755);
  return command;
}

/** The same as a command, with all that it is told on its stdin: what Porter gives to it in secret, too. */
export function overhearClaude(folder: string): { command: string; heard: () => string } {
  const command = join(folder, "overheard-claude");
  const path = join(folder, "heard");
  writeFileSync(command, `#!/bin/sh\ntee -a '${path}' | '${findClaude()}' "$@"\n`);
  chmodSync(command, 0o755);
  return { command, heard: () => readFileSync(path, "utf8") };
}
