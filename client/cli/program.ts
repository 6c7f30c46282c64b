import { Command, type Argument } from "commander";
import { version } from "../../package.json";
import { agents } from "./commands/agents.ts";
import { backup } from "./commands/backup.ts";
import { completion } from "./commands/completion.ts";
import { doctor } from "./commands/doctor.ts";
import { integrations } from "./commands/integrations.ts";
import { link } from "./commands/link.ts";
import { mcp } from "./commands/mcp.ts";
import { notifications, notify } from "./commands/notifications.ts";
import { restore } from "./commands/restore.ts";
import { signOut } from "./commands/sign-out.ts";
import { status } from "./commands/status.ts";
import { tasks } from "./commands/tasks.ts";
import { token } from "./commands/token.ts";
import { vault } from "./commands/vault.ts";
import { EXIT_CODES } from "./failure.ts";
import { OWN_ARGUMENTS } from "./own-call.ts";

/** All commands. Nothing is loaded yet for what they do. A failure is thrown: CommanderError for a wrong call. */
export function createProgram(): Command {
  const program = new Command("bun porter")
    .usage("<command>")
    .description("Porter from a terminal and from scripts.")
    .version(version, "-V, --version", "say which version this is")
    .helpOption("-h, --help", "say what a command takes")
    .helpCommand("help [command...]", "say what there is, or what a command takes")
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(inHelp)].join(" "),
    })
    .exitOverride()
    // run.ts says what went wrong, in words or as JSON.
    .configureOutput({ outputError: () => {}, writeErr: () => {} })
    .addHelpText("after", () => notes())
    .commandsGroup("Your work:");
  for (const command of [tasks(), agents(), notify(), notifications(), integrations(), status()])
    program.addCommand(command);
  program.commandsGroup("This Porter:");
  for (const command of [doctor(), link(), signOut(), token(), backup(), restore(), vault()])
    program.addCommand(command);
  program.commandsGroup("Other programs:");
  for (const command of [mcp(), completion()]) program.addCommand(command);
  passOn(program);
  return program;
}

/** Commander hands settings down only to what is made by its own `.command()`. */
function passOn(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    if (command.commands.length > 0) command.helpCommand(false);
    passOn(command);
  }
}

function inHelp(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

const notes = (): string =>
  [
    "",
    "With --json a command prints one JSON document, those that follow something a line of JSON for each thing that",
    'happens, and a failure {"error": {code, message}} on stderr.',
    "",
    "Exit codes:",
    ...Object.entries(EXIT_CODES).map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`),
    "",
    "Porter is looked for at PORTER_API_URL, else where the Porter of the data folder (PORTER_DATA_DIR, ./data) serves.",
    "The token is PORTER_TOKEN, or stands in that folder. It stays out of the shell's history by",
    "`read -rs PORTER_TOKEN && export PORTER_TOKEN`, or from a file: `export PORTER_TOKEN=$(cat <file>)`.",
    `For your own Claude: claude mcp add porter -- bun ${OWN_ARGUMENTS.join(" ")} mcp`,
  ].join("\n");
