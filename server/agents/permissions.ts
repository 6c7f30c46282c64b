import { resolve } from "node:path";
import { z } from "zod";
import type { PermissionMode } from "../../shared/session.ts";
import { actionIn } from "./integration-action.ts";
import { allows, EDITS, isInside, isPowerful, READS } from "./permission-rules.ts";

/** What happens to a tool call before it runs. `cli`: the CLI's own rules decide. */
type Verdict = "allow" | "ask" | "cli";

export type IsFreeForAgents = (integrationId: string, action: string) => boolean;

/** Tools that touch nothing but the conversation. */
const HARMLESS = new Set([
  "TodoWrite",
  "TaskCreate",
  "TaskUpdate",
  "TaskList",
  "TaskGet",
  "ToolSearch",
  "Skill",
  "EnterPlanMode",
  "ListMcpResourcesTool",
  "BashOutput",
  "TaskOutput",
]);
/** Tools that are a question to a person in themselves. */
const QUESTIONS = new Set(["AskUserQuestion", "ExitPlanMode"]);

/** Allow or Deny is no answer to these. */
export const isQuestion = (tool: string): boolean => QUESTIONS.has(tool);

/**
 * Whether a tool call needs a person. Porter decides this itself, in front of the CLI's own rules, because only a
 * call that is parked before the CLI asks can wait for longer than its process lives.
 */
export function judge(call: {
  tool: string;
  input: unknown;
  mode: PermissionMode;
  cwd: string;
  /** What the owner allowed for the rest of the session, as rules. */
  remembered: readonly string[];
  /** Whether agents may run an action of an integration without asking. */
  isFreeForAgents: IsFreeForAgents;
}): Verdict {
  const { tool, mode } = call;
  if (isQuestion(tool)) return "ask";
  if (mode === "bypassPermissions") return "allow";
  const run = actionIn(call);
  if (tool.startsWith("mcp__porter__")) {
    // Porter checks the token of the session itself; what an integration does reaches beyond Porter.
    if (!run || call.isFreeForAgents(run.integrationId, run.action)) return "allow";
  }
  if (mode === "plan") return "cli";
  if (HARMLESS.has(tool) || call.remembered.some((rule) => allows(rule, call, call.cwd))) return "allow";
  if (READS.has(tool)) return isInFolder(call, READS.get(tool)) ? "allow" : "ask";
  if (mode === "acceptEdits" && EDITS.has(tool)) {
    return isInFolder(call, EDITS.get(tool)) && !isPowerful(pathIn(call.input, EDITS.get(tool)))
      ? "allow"
      : "ask";
  }
  return "ask";
}

function isInFolder({ cwd, input }: { cwd: string; input: unknown }, key: string | undefined): boolean {
  const path = pathIn(input, key);
  if (path === undefined) return true; // Glob and Grep without a path look in the working folder.
  return typeof path === "string" && isInside(cwd, resolve(cwd, path));
}

function pathIn(input: unknown, key: string | undefined): unknown {
  const parsed = z.record(z.string(), z.unknown()).safeParse(input);
  return parsed.success && key ? parsed.data[key] : undefined;
}
