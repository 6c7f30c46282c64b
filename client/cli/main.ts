import { parseArgs } from "node:util";
import { TRPCClientError } from "@trpc/client";
import { porterErrorOf } from "../../shared/errors.ts";
import { link } from "./commands/link.ts";
import { mcp } from "./commands/mcp.ts";
import { resolveConnection, type Connection } from "./connection.ts";

type Command = { does: string; run: (connection: Connection) => Promise<void> };

const COMMANDS: Record<string, Command> = {
  link: { does: "prints a sign-in link for another browser: good once, for 10 minutes", run: link },
  mcp: { does: "serves Porter's tools to your own Claude, over stdin and stdout", run: mcp },
};

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code: 0, 1 when the command failed, 2 when there is no such command */
async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: { help: { type: "boolean", short: "h" } },
  });
  const [name, ...rest] = positionals;
  if (values.help || name === undefined || name === "help") {
    process.stdout.write(help());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const unknown = command ? [...rest, ...Object.keys(values).map((key) => `--${key}`)][0] : name;
  if (!command || unknown !== undefined) {
    process.stderr.write(`porter: there is no "${unknown}".\n\n${help()}`);
    return 2;
  }
  try {
    await command.run(resolveConnection(process.env));
    return 0;
  } catch (error) {
    process.stderr.write(`porter ${name}: ${describe(error)}\n`);
    return 1;
  }
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(6)} ${does}`);
  return [
    "Usage: bun porter <command>",
    ...lines,
    "  help   prints this",
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
