import { readQuestions, type Question } from "../../../shared/questions.ts";
import { toolFields, toolName, toolSummary } from "../../../shared/tool-words.ts";
import { visible } from "../../../shared/visible-text.ts";
import { paint } from "../output.ts";

type Call = { toolName: string; input: unknown };

/** A tool call in one line: `Bash git status`. Hidden characters are named, for who decides by what they read. */
export const callLine = ({ toolName: tool, input }: Call): string =>
  visible(`${toolName(tool, input).name} ${toolSummary(tool, input)}`.trim()).replace(/\s+/g, " ");

/** A file that is written can be megabytes; a command is shown whole. */
const MOST_LINES = 100;

/** All that an answer has to know of it, in harmless lines. */
export function approvalInWords({ toolName: tool, input }: Call): string {
  if (tool === "AskUserQuestion")
    return readQuestions(input)
      .map((question) => questionInWords(question))
      .join("\n");
  const { name, server } = toolName(tool, input);
  const head =
    tool === "ExitPlanMode" ? "It has a plan:" : `It asks to use ${name}${server ? ` of ${server}` : ""}:`;
  return [
    paint("yellow", visible(head), process.stderr),
    ...toolFields(input).map(({ label, value }) => {
      const name = visible(label).replace(/\s+/g, " "); // An agent's own words, too.
      return value.includes("\n") ? `  ${name}:\n${block(label, value)}` : `  ${name}: ${visible(value)}`;
    }),
  ].join("\n");
}

function block(label: string, value: string): string {
  const lines = visible(value).split("\n");
  const shown = label === "command" ? lines : lines.slice(0, MOST_LINES);
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more lines`] : [])].map((one) => `    ${one}`).join("\n");
}

export function questionInWords({ question, options, multiSelect }: Question): string {
  return [
    paint("yellow", visible(question), process.stderr),
    ...options.map(({ label, description }, index) =>
      visible(`  ${index + 1}  ${label}${description === "" ? "" : `: ${description}`}`).replace(/\n/g, " "),
    ),
    ...(multiSelect ? ["  (several: 1,3)"] : []),
  ].join("\n");
}

/** Numbers name what can be chosen; all else is the person's own words. */
export function answerIn(text: string, { options, multiSelect }: Question): string {
  const numbers = /^\d+(\s*,\s*\d+)*$/.test(text) ? text.split(",").map(Number) : [];
  const labels = numbers.flatMap((number) => options[number - 1]?.label ?? []);
  const isChoice =
    labels.length > 0 && labels.length === numbers.length && (multiSelect || labels.length === 1);
  return isChoice ? labels.join(", ") : text;
}
