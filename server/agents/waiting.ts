import { z } from "zod";
import type { Approval } from "../../shared/approval.ts";
import { shorten } from "../../shared/text.ts";
import { visible } from "../../shared/visible-text.ts";
import { actionIn } from "./integration-action.ts";
import { isQuestion } from "./permissions.ts";

const LONGEST_ARGUMENT = 200;

/** What a tool does, and which key of its input says to what. */
const WORDS: Record<string, { wantsTo: string; key: string }> = {
  Bash: { wantsTo: "run", key: "command" },
  Read: { wantsTo: "read", key: "file_path" },
  NotebookRead: { wantsTo: "read", key: "notebook_path" },
  LS: { wantsTo: "list", key: "path" },
  Glob: { wantsTo: "look for files", key: "pattern" },
  Grep: { wantsTo: "search files for", key: "pattern" },
  Write: { wantsTo: "write", key: "file_path" },
  Edit: { wantsTo: "change", key: "file_path" },
  MultiEdit: { wantsTo: "change", key: "file_path" },
  NotebookEdit: { wantsTo: "change", key: "notebook_path" },
  WebFetch: { wantsTo: "open", key: "url" },
  WebSearch: { wantsTo: "search the web for", key: "query" },
  Task: { wantsTo: "start a sub-agent", key: "description" },
  Agent: { wantsTo: "start a sub-agent", key: "description" },
};

const Input = z.record(z.string(), z.unknown());
const Questions = z.object({ questions: z.array(z.object({ question: z.string() })).min(1) });

/** What the agent waits for, in words, and the approval if Allow or Deny is all that it takes. */
export function describeWaiting({ id, toolName, input }: Pick<Approval, "id" | "toolName" | "input">): {
  body: string;
  approvalId?: string;
} {
  if (toolName === "ExitPlanMode") return { body: "The agent has a plan and waits for your answer." };
  if (isQuestion(toolName)) {
    const question = Questions.safeParse(input).data?.questions[0]?.question;
    return { body: question ? `The agent asks: ${onOneLine(question)}` : "The agent has a question." };
  }
  return { body: `The agent wants to ${describeCall(toolName, input)}`, approvalId: id };
}

function describeCall(toolName: string, input: unknown): string {
  const run = actionIn({ tool: toolName, input });
  if (run) return `use the integration ${onOneLine(`${run.integrationId}: ${run.action}`)}`;
  const values = Input.safeParse(input).data ?? {};
  const words = Object.hasOwn(WORDS, toolName) ? WORDS[toolName] : undefined;
  const known = words && values[words.key];
  if (words && typeof known === "string") return `${words.wantsTo}: ${onOneLine(known)}`;
  // Of another tool the first text of its input is mostly the one that matters.
  const first = Object.values(values).find((value) => typeof value === "string" && value.trim() !== "");
  const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(toolName) ?? [];
  const name = server && tool ? `${tool} (${server})` : toolName;
  return typeof first === "string" ? `use ${name}: ${onOneLine(first)}` : `use ${name}.`;
}

const onOneLine = (text: string): string =>
  shorten(visible(text.trim().replace(/\s+/g, " ")), LONGEST_ARGUMENT);
