import type { Message } from "../../../../shared/message.ts";
import type { Session } from "../../../../shared/session.ts";
import { shortId } from "../../find.ts";
import { minute, paint, type Style } from "../../output.ts";
import { facts, table, type Column } from "../../table.ts";

const STYLES: Partial<Record<Session["status"], Style>> = {
  running: "green",
  waiting: "yellow",
  failed: "red",
};

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;

const COLUMNS: Column<Session>[] = [
  { head: "session", of: ({ id }) => shortId(id), style: () => "bold" },
  { head: "status", of: ({ status }) => status, style: ({ status }) => STYLES[status] },
  { head: "changed", of: ({ updatedAt }) => minute(updatedAt), yields: true },
  { head: "cost", of: ({ costUsd }) => dollars(costUsd), yields: true },
  { head: "title", of: ({ title }) => title, gives: true },
];

export const sessionsInWords = (sessions: Session[]): string => table(sessions, COLUMNS);

export const line = ({ id, status, title }: Session): string => `${shortId(id)} ${status}: ${title}`;

export function sessionInWords({ session, messages }: { session: Session; messages: Message[] }): string {
  const answer = messages.findLast(({ role, parentToolUseId }) => role === "assistant" && !parentToolUseId);
  const said = answer?.content.flatMap((block) => (block.type === "text" ? [block.text] : [])) ?? [];
  return [
    paint("bold", session.title),
    facts([
      ["status", session.status],
      ["why", session.error],
      ["folder", session.cwd],
      ["branch", session.worktree?.branch],
      ["model", session.model],
      ["cost", dollars(session.costUsd)],
      ["started", `${minute(session.createdAt)} by ${session.startedBy}`],
      ["changed", minute(session.updatedAt)],
      ["id", session.id],
      ["Claude's id", session.claudeSessionId],
    ]),
    ...(said.length === 0 ? [] : ["", said.join("\n\n")]),
  ].join("\n");
}
