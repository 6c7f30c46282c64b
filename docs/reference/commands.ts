import type { Argument, Command, Option } from "commander";
import { createProgram } from "../../client/cli/program.ts";
import { EXIT_CODES } from "../../client/cli/failure.ts";
import { code, table } from "./markdown.ts";

/** All commands with what they take, as their own help has it. */
export function describeCommands(): string {
  const told = createProgram().commands.flatMap((command) => describeCommand(command, "bun porter"));
  const codes = table(
    ["exit code", "meaning"],
    Object.entries(EXIT_CODES).map(([number, meaning]) => [number, meaning]),
  );
  return [...told, codes].join("\n\n");
}

function describeCommand(command: Command, above: string): string[] {
  const path = `${above} ${command.name()}`;
  const subcommands = command.commands.flatMap((one) => describeCommand(one, path));
  const options = command.options.filter(({ hidden, long }) => !hidden && long !== "--json");
  const isGroup = command.commands.length > 0 && command.options.length === 0;
  if (isGroup) return subcommands;
  const usage = [path, ...command.registeredArguments.map(inUsage)].join(" ");
  const lines = [
    `**${code(usage)}** ${command.description()}`,
    ...command.registeredArguments.map((argument) => describeInput(argument.name(), argument)),
    ...options.map((option) => describeInput(option.flags, option)),
  ];
  return [lines.filter((line) => line !== "").join("\n"), ...subcommands];
}

function inUsage(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "…" : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Nothing is said of an argument that says nothing of itself: its name stands in the usage. */
function describeInput(name: string, { description, defaultValue, argChoices }: Argument | Option): string {
  const more = [
    ...(argChoices ? [argChoices.map(code).join(", ")] : []),
    ...(defaultValue === undefined || defaultValue === false
      ? []
      : [`default: ${code(JSON.stringify(defaultValue))}`]),
  ];
  const meaning = [description, ...more].filter((words) => words !== "").join("; ");
  return meaning === "" ? "" : `- ${code(name)} ${meaning}`;
}
