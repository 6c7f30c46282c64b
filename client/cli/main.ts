import { TRPCClientError } from "@trpc/client";
import { porterErrorOf } from "../../shared/errors.ts";
import { createPorterClient } from "../sdk/client.ts";
import { UsageError, type Command } from "./command.ts";
import { backup } from "./commands/backup.ts";
import { doctor } from "./commands/doctor.ts";
import { integrations } from "./commands/integrations.ts";
import { link } from "./commands/link.ts";
import { mcp } from "./commands/mcp.ts";
import { restore } from "./commands/restore.ts";
import { signOut } from "./commands/sign-out.ts";
import { vault } from "./commands/vault.ts";
import { resolveConnection } from "./connection.ts";

const COMMANDS: Record<string, Command> = {
  backup: {
    does: "copies the database and its keys, verified, also while Porter runs (--to <folder>, --without-keys, --json) · ls",
    run: backup,
  },
  doctor: {
    does: "says how Porter is and what waits for you, also when it does not run; exits 1 when something does (--json)",
    run: doctor,
  },
  integrations: {
    does: "ls · run <id> <action> [json] · secret <id> · enable, disable or reload <id>",
    run: integrations,
  },
  link: { does: "prints a sign-in link for another browser: good once, for 10 minutes", run: link },
  mcp: { does: "serves Porter's tools to your own Claude, over stdin and stdout", run: mcp },
  restore: {
    does: "brings a backup back (latest, a name of backup ls, a path; --json); Porter must be stopped",
    run: restore,
  },
  "sign-out": { does: "signs all browsers out, such as that of a lost phone", run: signOut },
  vault: { does: "rotate: a new key for the credentials that Porter keeps encrypted", run: vault },
};

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code: 0, 1 when the command failed, 2 when it was called wrongly */
async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || args.includes("--help") || args.includes("-h")) {
    process.stdout.write(help());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!command) throw new UsageError(`There is no "${name}".`);
    return await command.run(rest, () => createPorterClient(resolveConnection(process.env)));
  } catch (error) {
    if (isUsage(error)) {
      process.stderr.write(`porter: ${error.message}\n\n${help()}`);
      return 2;
    }
    process.stderr.write(`porter ${name}: ${describe(error)}\n`);
    return 1;
  }
}

/** Of a command, or of `parseArgs`. */
function isUsage(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error instanceof UsageError || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_"));
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map(({ length }) => length));
  const line = (name: string, does: string) => `  ${name.padEnd(width)}  ${does}`;
  return [
    "Usage: bun porter <command>",
    ...Object.entries(COMMANDS).map(([name, { does }]) => line(name, does)),
    line("help", "prints this"),
    "",
    "Porter is looked for at PORTER_API_URL, else where the Porter of the data folder (PORTER_DATA_DIR, ./data) serves.",
    "The token is PORTER_TOKEN, or stands in that folder.",
    `For your own Claude: claude mcp add porter -- bun ${import.meta.filename} mcp`,
    "",
  ].join("\n");
}

function describe(error: unknown): string {
  const porter = porterErrorOf(error);
  if (porter?.code === "UNAUTHORIZED")
    return "This token is not that of the Porter that answers (PORTER_TOKEN, PORTER_DATA_DIR, PORTER_API_URL).";
  if (porter) return porter.message;
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TRPCClientError)) return message;
  return `Porter does not answer (${message}). Is it running, and is PORTER_API_URL its address?`;
}
