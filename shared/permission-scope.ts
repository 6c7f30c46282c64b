import { shellWords } from "./shell-words.ts";

/** How far an "always" reaches, for the rest of a session. */
export type Scope = {
  /** As the Claude CLI writes its permission rules (https://code.claude.com/docs/en/permissions). */
  rule: string;
  words: string;
};

type ToolCall = { toolName: string; input: unknown };

/** Porter's own MCP tool with which an agent uses an integration. */
export const INTEGRATION_TOOL = "mcp__porter__integration_action";

/** The rule that allows one action of an integration; the CLI has none for that. */
export const actionRule = (integrationId: string, action: string): string =>
  `${INTEGRATION_TOOL}:${integrationId}.${action}`;

/** Programs whose second word says what they do, and of those the words that leave it to a third. */
const WITH_SUBCOMMANDS = new Set(
  "git npm pnpm yarn bun cargo go docker podman kubectl gh systemctl apt apt-get brew pip uv dotnet make".split(
    " ",
  ),
);
const WITH_THIRD_WORD = new Set(["run", "compose"]);
/** They run, or do away with, whatever they are given: what one did says nothing about the next. */
const NEVER_BY_PREFIX = new Set(
  "sh bash zsh dash ksh fish sudo doas su env xargs eval exec source . command builtin nohup nice time timeout watch ssh find parallel awk python node deno perl ruby php npx bunx rm dd mkfs kill chmod chown busybox pkexec setsid chroot unshare nsenter flock stdbuf ionice chrt taskset strace script expect lua tclsh tmux screen at batch crontab gdb pwsh osascript".split(
    " ",
  ),
);
/** Subcommands that do the same. */
const RUNS_OTHERS = new Set(["exec", "x", "dlx"]);
const NAME = /^[A-Za-z0-9_./-]+$/;
const SUBCOMMAND = /^[A-Za-z][A-Za-z0-9_:.-]*$/;

/** As long as a rule is kept; a longer command is allowed once, or with its tool. */
const LONGEST_EXACT = 2_000;

/** What of the input says where an edit goes. */
const EDIT_PATHS: Record<string, string> = {
  Edit: "file_path",
  Write: "file_path",
  MultiEdit: "file_path",
  NotebookEdit: "notebook_path",
};
const READ_FILES: Record<string, string> = { Read: "file_path", NotebookRead: "notebook_path" };
const READ_FOLDERS: Record<string, string> = { Glob: "path", Grep: "path", LS: "path" };

/**
 * What may be allowed for the rest of the session instead of this call alone, the narrowest first. Empty for what is a
 * question to the owner in itself.
 */
export function scopesOf({ toolName, input }: ToolCall): Scope[] {
  if (toolName === "AskUserQuestion" || toolName === "ExitPlanMode") return [];
  if (toolName === INTEGRATION_TOOL) return actionScopes(input);
  const text = (key: string | undefined) => (key === undefined ? undefined : textOf(input, key));
  const wholeTool = { rule: toolName, words: `Every use of ${nameOf(toolName)}` };
  if (toolName === "Bash") {
    return [...commandScopes(text("command") ?? ""), { ...wholeTool, words: "Every command" }];
  }
  if (Object.hasOwn(EDIT_PATHS, toolName)) {
    const folder = folderOf(text(EDIT_PATHS[toolName]));
    return [
      ...(folder ? [{ rule: `Edit(/${folder}/**)`, words: `Every edit of a file in ${folder}` }] : []),
      { rule: "Edit", words: "Every edit of a file anywhere" },
    ];
  }
  if (Object.hasOwn(READ_FILES, toolName) || Object.hasOwn(READ_FOLDERS, toolName)) {
    const folder = text(READ_FOLDERS[toolName])?.replace(/\/+$/, "") ?? folderOf(text(READ_FILES[toolName]));
    return [
      ...(folder && isWhole(folder)
        ? [{ rule: `Read(/${folder}/**)`, words: `Reading all of ${folder}` }]
        : []),
      { rule: "Read", words: "Reading any file" },
    ];
  }
  if (toolName === "WebFetch") {
    const host = URL.parse(text("url") ?? "")?.hostname;
    return [
      ...(host ? [{ rule: `WebFetch(domain:${host})`, words: `Every page of ${host}` }] : []),
      { ...wholeTool, words: "Every page of the web" },
    ];
  }
  return [wholeTool];
}

/** The words that every command of a prefix rule begins with; undefined where no such rule is offered. */
function prefixOf(command: string): string | undefined {
  const [program, ...others] = shellWords(command) ?? [];
  if (program === undefined || !NAME.test(program) || NEVER_BY_PREFIX.has(kindOf(program))) return undefined;
  if (!WITH_SUBCOMMANDS.has(program)) return program;
  const [second = "", third = ""] = others;
  if (!SUBCOMMAND.test(second) || RUNS_OTHERS.has(second)) return undefined;
  if (!WITH_THIRD_WORD.has(second)) return `${program} ${second}`;
  return SUBCOMMAND.test(third) && !RUNS_OTHERS.has(third) ? `${program} ${second} ${third}` : undefined;
}

function commandScopes(command: string): Scope[] {
  const prefix = prefixOf(command);
  // A rule that ends like that would be read as a prefix.
  const canBeExact = command !== "" && command.length <= LONGEST_EXACT && !command.endsWith(":*");
  return [
    ...(canBeExact ? [{ rule: `Bash(${command})`, words: "Exactly this command" }] : []),
    ...(prefix ? [{ rule: `Bash(${prefix}:*)`, words: `Every command that begins with “${prefix}”` }] : []),
  ];
}

function actionScopes(input: unknown): Scope[] {
  const [integration, action] = [textOf(input, "integration_id"), textOf(input, "action_name")];
  if (integration === undefined || action === undefined) return [];
  return [
    { rule: actionRule(integration, action), words: `Every ${action} of the integration ${integration}` },
  ];
}

function nameOf(toolName: string): string {
  const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(toolName) ?? [];
  return server && tool ? `${tool} (${server})` : toolName;
}

/** `/usr/bin/python3.12` is a `python`. */
const kindOf = (program: string): string =>
  program.slice(program.lastIndexOf("/") + 1).replace(/[\d.]+$/, "") || program;

/** Absolute, without steps back, and with nothing that a rule reads as a pattern. */
const isWhole = (path: string): boolean =>
  /^\/[^*?[\]{}()\p{Cc}]+$/u.test(path) && !/(^|\/)\.\.?(\/|$)/.test(path);

function folderOf(path: string | undefined): string | undefined {
  const folder = path?.slice(0, path.lastIndexOf("/"));
  return folder && isWhole(folder) ? folder : undefined;
}

function textOf(input: unknown, key: string): string | undefined {
  const value: unknown = typeof input === "object" && input !== null ? Reflect.get(input, key) : undefined;
  return typeof value === "string" ? value : undefined;
}
