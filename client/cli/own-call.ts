import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/**
 * What makes `bun` Porter's command from any folder. Left to itself, Bun takes `.env` and `bunfig.toml` of the folder
 * where it is called, and with them addresses to send a token to and code to run first: of a repository, somebody else's.
 */
export const OWN_ARGUMENTS: readonly string[] = [
  "--no-env-file",
  `--config=${join(ROOT, "bunfig.toml")}`,
  join(import.meta.dirname, "main.ts"),
];
