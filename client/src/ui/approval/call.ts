import type { EditedInput } from "../../../../shared/approval.ts";
import { diffLines, type DiffLine } from "../diff-lines.ts";
import { toolName } from "../../../../shared/tool-words.ts";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (input: unknown, key: string): string | undefined => {
  const value = isRecord(input) ? input[key] : undefined;
  return typeof value === "string" ? value : undefined;
};
const lastPart = (path: string | undefined) => path?.split("/").filter(Boolean).at(-1) ?? "a file";

const READS = new Set(["Read", "NotebookRead", "Glob", "Grep", "LS"]);

/** What a call would do, in plain words that follow "May the agent …". */
export function doesWhat(name: string, input: unknown): string {
  const file = lastPart(text(input, "file_path") ?? text(input, "notebook_path"));
  switch (name) {
    case "Bash":
      return "run this command";
    case "Edit":
    case "MultiEdit":
    case "NotebookEdit":
      return `change ${file}`;
    case "Write":
      return `write ${file}`;
    case "WebFetch":
      return `open a page of ${URL.parse(text(input, "url") ?? "")?.hostname ?? "the web"}`;
    case "WebSearch":
      return "search the web";
    case "Agent":
    case "Task":
      return "start a sub-agent";
    case "mcp__porter__integration_action":
      return `run ${text(input, "action_name")} of ${text(input, "integration_id")}`;
    default: {
      if (READS.has(name))
        return name === "Read" || name === "NotebookRead" ? `read ${file}` : "look at files";
      const tool = toolName(name, input);
      return tool.server === undefined ? `use ${tool.name}` : `use ${tool.name} of ${tool.server}`;
    }
  }
}

/** The change that an edit would make; undefined for a call that edits no file. */
export function editOf(
  name: string,
  input: unknown,
): { path: string; lines: DiffLine[]; isWhole: boolean } | undefined {
  const path = text(input, "file_path");
  if (path === undefined) return undefined;
  if (name === "Write") return { path, lines: diffLines("", text(input, "content") ?? ""), isWhole: true };
  if (name === "Edit") return { path, lines: changeOf(input), isWhole: false };
  const edits = isRecord(input) ? input["edits"] : undefined;
  if (name !== "MultiEdit" || !Array.isArray(edits)) return undefined;
  return { path, lines: edits.flatMap(changeOf), isWhole: false };
}

const changeOf = (edit: unknown): DiffLine[] =>
  diffLines(text(edit, "old_string") ?? "", text(edit, "new_string") ?? "");

/** The agent's own words about a command. */
export const descriptionOf = (name: string, input: unknown): string | undefined =>
  name === "Bash" ? text(input, "description") : undefined;

/** What a preview of the call shows in its own way. */
const SHOWN: Record<"Bash" | "edit", ReadonlySet<string>> = {
  Bash: new Set(["command", "description"]),
  edit: new Set(["file_path", "content", "old_string", "new_string", "edits"]),
};

/** What else the input says, such as `replace_all` or that a command runs outside of the sandbox. */
export function besidesOf(name: string, input: unknown): Record<string, unknown> {
  const shown = SHOWN[name === "Bash" ? "Bash" : "edit"];
  if (!isRecord(input)) return {};
  return Object.fromEntries(
    Object.entries(input).filter(([key, value]) => !shown.has(key) && value !== false),
  );
}

/** What of an input can be changed, each as a text: strings as they are, all else as JSON. */
export type InputField = { key: string; text: string; isJson: boolean };

export function fieldsToEdit(input: unknown): InputField[] {
  if (!isRecord(input)) return [];
  return Object.entries(input).map(([key, value]) =>
    typeof value === "string"
      ? { key, text: value, isJson: false }
      : { key, text: JSON.stringify(value, null, 2), isJson: true },
  );
}

/** What a person made of a call's input, value by value. */
export function changesOf(asked: unknown, edited: unknown): { key: string; lines: DiffLine[] }[] {
  const textsOf = (input: unknown) =>
    new Map(fieldsToEdit(input).map(({ key, text: value }) => [key, value]));
  const [before, after] = [textsOf(asked), textsOf(edited)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => ({ key, lines: diffLines(before.get(key) ?? "", after.get(key) ?? "") }));
}

/** The input that the fields make, or the key of the first one whose JSON cannot be read. */
export function inputFrom(fields: readonly InputField[]): { input: EditedInput } | { broken: string } {
  const input: EditedInput = {};
  for (const { key, text: value, isJson } of fields) {
    try {
      input[key] = isJson ? (JSON.parse(value) as EditedInput[string]) : value;
    } catch {
      return { broken: key };
    }
  }
  return { input };
}
