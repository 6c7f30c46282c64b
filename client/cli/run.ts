import { Command, CommanderError } from "commander";
import { exitCodeOf, failureOf, usageError, type CliError } from "./failure.ts";
import { harmless, printJsonLine } from "./output.ts";
import { createProgram } from "./program.ts";

/** Sets the exit code: that of a failure, or what the command itself has set. */
export async function run(given: string[]): Promise<void> {
  const program = createProgram();
  const args = asked(given);
  const command = commandIn(program, args);
  try {
    requireNamed(command, args);
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return; // The help was asked for.
    const failure = failureOf(reworded(error, command) ?? error);
    process.exitCode = exitCodeOf(failure);
    if (optionsOf(args).includes("--json")) {
      return printJsonLine({ error: failure }, process.stderr);
    }
    const help = failure.code === "USAGE" ? `\n${command.helpInformation()}` : "";
    process.stderr.write(`${pathOf(command)}: ${harmless(failure.message)}\n${help}`);
  }
}

/** Without a word it is the help that is asked for; Commander's own `help` knows one word, not `help tasks add`. */
function asked(args: string[]): string[] {
  const [first, ...command] = args;
  return first === undefined || first === "help" ? [...command, "--help"] : args;
}

const optionsOf = (args: string[]): string[] =>
  args.includes("--") ? args.slice(0, args.indexOf("--")) : args;

/** The command that was called, as far as its names are known. */
function commandIn(program: Command, args: string[]): Command {
  let command = program;
  for (const arg of args) {
    const next = command.commands.find((one) => one.name() === arg);
    if (!next) break;
    command = next;
  }
  return command;
}

/**
 * What stands right behind a noun is one of its verbs: for another Commander gives the noun's help, when help is asked for.
 * @throws CliError USAGE
 */
function requireNamed(command: Command, args: string[]): void {
  const word = args[depthOf(command)];
  if (word === undefined || word.startsWith("-")) return;
  if (command.commands.length > 0 && !namesIn(command).includes(word)) throw misnamed(command, word);
}

const MISNAMED = ["commander.excessArguments", "commander.unknownCommand"];

/** A noun without a verb lists; a verb that it does not have must not be told as one word too many for that list. */
function reworded(error: unknown, command: Command): CliError | undefined {
  if (!(error instanceof CommanderError) || command.commands.length === 0) return undefined;
  if (error.code === "commander.help") return usageError("Say what it is to do.");
  // Of its list first: what the noun hands down, values of options too, is among its own.
  const words = [...command.commands, command].flatMap(({ args }) => args);
  const word = words.find((one) => !one.startsWith("-"));
  return MISNAMED.includes(error.code) && word !== undefined ? misnamed(command, word) : undefined;
}

const misnamed = (command: Command, word: string): CliError =>
  usageError(`There is no "${pathOf(command)} ${word}".${suggestion(namesIn(command), word)}`);

const namesIn = (command: Command): string[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((one) => one.name());

/** Commander's "Did you mean …?" on a line of its own, or nothing. It has one only for a noun that does not list. */
function suggestion(names: string[], word: string): string {
  const asked = new Command().helpCommand(false).exitOverride();
  asked.configureOutput({ outputError: () => {} });
  for (const name of names) asked.command(name);
  try {
    asked.parse([word], { from: "user" });
    return "";
  } catch (error) {
    return /\n.*/.exec(error instanceof CommanderError ? error.message : "")?.[0] ?? "";
  }
}

/** `bun porter tasks` */
const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** How many words call it. */
const depthOf = ({ parent }: Command): number => (parent ? depthOf(parent) + 1 : 0);
