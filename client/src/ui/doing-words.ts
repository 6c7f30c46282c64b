import type { SessionAtWork } from "../../../shared/doing.ts";
import type { SessionStatus } from "../../../shared/session.ts";
import { toolName, toolSummary } from "../../../shared/tool-words.ts";

/** The last line that has words. */
export function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1)?.trim() || undefined;
}

/** The first of an agent's questions; shared/questions.ts reads them all. */
function questionOf(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("questions" in input)) return undefined;
  const first: unknown = Array.isArray(input.questions) ? input.questions[0] : undefined;
  const isAsked = typeof first === "object" && first !== null && "question" in first;
  return isAsked && typeof first.question === "string" ? first.question : undefined;
}

function describeCall(name: string, input: unknown): string {
  const question = questionOf(input);
  if (question !== undefined) return question;
  const summary = toolSummary(name, input);
  const words = toolName(name, input).name;
  return summary === "" ? words : `${words}: ${summary}`;
}

/** What a session does right now, or what it waits for, in one line; undefined when its status says it all. */
export function describeDoing({ doing, asks }: SessionAtWork, status: SessionStatus): string | undefined {
  if (status === "waiting") return asks ? describeCall(asks.toolName, asks.input) : undefined;
  if (status !== "running" || !doing) return undefined;
  if (doing.kind === "thinking") return "Thinking";
  return doing.kind === "text" ? lastLine(doing.text) : describeCall(doing.name, doing.input);
}
