import { resolve } from "node:path";
import { z } from "zod";
import { shellWords } from "../../shared/shell-words.ts";
import { isBelow } from "./folders.ts";
import { actionIn, permissionOf } from "./integration-action.ts";
import { realPath } from "./real-path.ts";

/** Tools that only look, each with the key of its input that names the path. */
export const READS = new Map([
  ["Read", "file_path"],
  ["Glob", "path"],
  ["Grep", "path"],
  ["LS", "path"],
  ["NotebookRead", "notebook_path"],
]);
export const EDITS = new Map([
  ["Edit", "file_path"],
  ["Write", "file_path"],
  ["MultiEdit", "file_path"],
  ["NotebookEdit", "notebook_path"],
]);

/** What stands in these is run, or tells others what they may do: an edit in them is never one edit among many. */
const POWERFUL = new Set(
  ".git .claude .vscode .idea .husky .gitconfig .gitmodules .bashrc .bash_profile .zshrc .zprofile .profile .mcp.json .claude.json".split(
    " ",
  ),
);

type ToolCall = { tool: string; input: unknown };

const Input = z.record(z.string(), z.unknown());

/**
 * Whether a rule allows a call. Rules are written as the CLI's: `Tool`, `Bash(exact command)`, `Bash(first words:*)`,
 * `Edit(//folder/**)`, `Read(//folder/**)`, `WebFetch(domain:host)`; and Porter's own for an action of an integration
 * (`permissionOf`). Anything else allows nothing.
 */
export function allows(rule: string, call: ToolCall, cwd: string): boolean {
  const { tool } = call;
  if (actionIn(call)) return rule === permissionOf(call);
  const [, name = rule, content] = /^([^(]+)\(([^]*)\)$/.exec(rule) ?? [];
  // As in the CLI, `Edit` stands for all that change files and `Read` for all that look at them.
  const family = EDITS.has(tool) ? "Edit" : READS.has(tool) ? "Read" : tool;
  if (content === undefined) return rule === tool || rule === family;
  if (name !== family) return false;
  const input = Input.safeParse(call.input).data ?? {};
  switch (family) {
    case "Bash":
      return allowsCommand(content, input);
    case "Edit":
      return (
        isInFolder(content, input[EDITS.get(tool) ?? ""], cwd) && !isPowerful(input[EDITS.get(tool) ?? ""])
      );
    case "Read":
      return isInFolder(content, input[READS.get(tool) ?? ""], cwd);
    case "WebFetch":
      return isOfDomain(content, input["url"]);
    default:
      return false;
  }
}

function allowsCommand(
  content: string,
  { command, dangerouslyDisableSandbox }: Record<string, unknown>,
): boolean {
  if (typeof command !== "string" || dangerouslyDisableSandbox === true) return false;
  if (!content.endsWith(":*")) return command === content;
  const prefix = content.slice(0, -":*".length).split(" ");
  const words = shellWords(command);
  return words !== undefined && prefix.every((word, index) => words[index] === word);
}

function isInFolder(content: string, path: unknown, cwd: string): boolean {
  const [, folder] = /^\/(\/.+)\/\*\*$/.exec(content) ?? [];
  return folder !== undefined && typeof path === "string" && isInside(folder, resolve(cwd, path));
}

function isOfDomain(content: string, url: unknown): boolean {
  const host = typeof url === "string" ? URL.parse(url)?.hostname : undefined;
  return host !== undefined && host !== "" && content === `domain:${host}`;
}

/** Whether a path stays below the folder when all symbolic links are followed. */
export function isInside(folder: string, path: string): boolean {
  const [realFolder, target] = [realPath(folder), realPath(path)];
  return realFolder !== undefined && target !== undefined && isBelow(realFolder, target);
}

/** Whether an edit of this path does more than change a text. */
export const isPowerful = (path: unknown): boolean =>
  typeof path !== "string" || path.split("/").some((part) => POWERFUL.has(part.toLowerCase()));
