/** What a tool call says about itself in one line, and its input as a person can read it. */
export type ToolField = { label: string; value: string; kind: "line" | "code" };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const textOf = (input: unknown, key: string): string | undefined => {
  const value = isRecord(input) ? input[key] : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

/** Which action of which integration an agent runs. */
function integrationIn(name: string, input: unknown): string | undefined {
  if (name !== "mcp__porter__integration_action") return undefined;
  const [integration, action] = [textOf(input, "integration_id"), textOf(input, "action_name")];
  return integration && action && `Integration ${integration}: ${action}`;
}

/** `mcp__porter__update_task` is the tool `update_task` of the MCP server `porter`. */
const ownNames = new Map([
  ["AskUserQuestion", "Question"],
  ["ExitPlanMode", "Plan"],
]);

export function toolName(name: string, input?: unknown): { name: string; server?: string } {
  const own = ownNames.get(name) ?? integrationIn(name, input);
  if (own !== undefined) return { name: own };
  const [, server, ...rest] = name.startsWith("mcp__") ? name.split("__") : [];
  return server !== undefined && rest.length > 0 ? { name: rest.join("__"), server } : { name };
}

/** A line break is seen: two commands must not be read as one. */
const oneLine = (text: string): string => {
  const line = text
    .trim()
    .replace(/\s*[\n\r]\s*/g, " ↵ ")
    .replace(/\s+/g, " ");
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
};
const tail = (path: string) => path.split("/").filter(Boolean).slice(-2).join("/");

/** A tool may be called `constructor`: hence no objects. */
const keysByTool = new Map([
  ["Bash", "command"],
  ["Grep", "pattern"],
  ["Glob", "pattern"],
  ["WebFetch", "url"],
  ["WebSearch", "query"],
  ["Task", "description"],
  ["Agent", "description"],
  ["Skill", "skill"],
]);
const usualKeys = ["title", "query", "url", "command", "name", "path", "text"];
const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export function toolSummary(name: string, input: unknown): string {
  if (integrationIn(name, input) !== undefined)
    return toolSummary("", isRecord(input) ? input["params"] : undefined);
  const path = textOf(input, "file_path") ?? textOf(input, "notebook_path");
  if (path !== undefined) return tail(path);
  if (isRecord(input) && Array.isArray(input["todos"])) return `${input["todos"].length} items`;
  if (isRecord(input) && Array.isArray(input["questions"]))
    return input["questions"].length === 1 ? "one question" : `${input["questions"].length} questions`;
  const plan = name === "ExitPlanMode" ? textOf(input, "plan") : undefined;
  if (plan !== undefined) return oneLine((/\S.*/.exec(plan)?.[0] ?? "").replace(/^#+ */, ""));
  const known = keysByTool.get(name);
  for (const key of known ? [known] : usualKeys) {
    const text = textOf(input, key);
    if (text !== undefined) return oneLine(text);
  }
  const first = isRecord(input)
    ? Object.values(input).find((value) => typeof value === "string" && !isUuid(value))
    : "";
  return typeof first === "string" ? oneLine(first) : "";
}

const labelOf = (key: string) => key.replaceAll("_", " ").replace(/([a-z])([A-Z])/g, "$1 $2");

export function toolFields(input: unknown): ToolField[] {
  if (!isRecord(input)) {
    return input === undefined || input === null
      ? []
      : [{ label: "input", value: JSON.stringify(input, null, 2), kind: "code" }];
  }
  return Object.entries(input)
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([key, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
      const isCode =
        key === "command" || text.includes("\n") || text.length > 90 || typeof value === "object";
      return { label: labelOf(key), value: text, kind: isCode ? "code" : "line" };
    });
}
