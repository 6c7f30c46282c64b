import { CommanderError, type Command } from "commander";
import { exitCodeOf, failureOf, usageError, type CliError } from "./failure.ts";
import { harmless, printJsonLine } from "./output.ts";
import { createProgram } from "./program.ts";

/** Sets the exit code: that of a failure, or what the command itself has set. */
export async function run(given: string[]): Promise<void> {
  const program = createProgram();
  const args = asked(given);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return; // The help was asked for.
    const command = commandIn(program, args);
    const failure = failureOf(misnamed(error, command, args) ?? error);
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
  return first === undefined || (first === "help" && command.length > 1) ? [...command, "--help"] : args;
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

const MISNAMED = ["commander.excessArguments", "commander.unknownCommand", "commander.help"];

/** A noun without a verb lists; a verb that it does not have must not be told as one word too many for that list. */
function misnamed(error: unknown, command: Command, args: string[]): CliError | undefined {
  if (!(error instanceof CommanderError) || command.commands.length === 0) return undefined;
  const words = args[0] === "help" ? args.slice(1) : args;
  if (error.code === "commander.help" && words === args) return usageError("Say what it is to do.");
  if (!MISNAMED.includes(error.code)) return undefined;
  const unknown = words.find((word) => !word.startsWith("-") && !pathOf(command).split(" ").includes(word));
  return usageError(`There is no "${pathOf(command)} ${unknown}".`);
}

/** `bun porter tasks` */
const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
