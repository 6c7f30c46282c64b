import type { Approval } from "../../../../shared/approval.ts";
import type { Block, Message } from "../../../../shared/message.ts";
import type { SessionStatus } from "../../../../shared/session.ts";
import { isAtWork } from "../../ui/at-work.ts";

type ToolUse = Extract<Block, { type: "tool_use" }>;
type ToolResult = Extract<Block, { type: "tool_result" }>;
export type ToolState = "running" | "waiting" | "done" | "failed" | "denied" | "unanswered";

/** The message that it is of. */
type Said = { messageId: string; seq: number };

/** What stands in the chat, one after the other. */
export type Entry =
  | ({ kind: "user"; key: string; text: string } & Said)
  /** `endsTurn`: the person is next. */
  | ({ kind: "text"; key: string; text: string; isStreaming: boolean; endsTurn: boolean } & Said)
  | { kind: "thinking"; key: string; text: string; isStreaming: boolean }
  | { kind: "system"; key: string; text: string; isStreaming: boolean }
  | { kind: "image"; key: string; source: string; isUser: boolean }
  | { kind: "tool"; key: string; use: ToolUse; result?: ToolResult; state: ToolState; approval?: Approval }
  | { kind: "approval"; key: string; approval: Approval };

/** What an entry knows of its session. */
export type EntrySession = { id: string; isAtWork: boolean; approvals: () => readonly Approval[] };

type Input = {
  messages: readonly Message[];
  approvals: readonly Approval[];
  status: SessionStatus;
};

function toolState(
  result: ToolResult | undefined,
  approval: Approval | undefined,
  status: SessionStatus,
): ToolState {
  if (approval?.status === "denied") return "denied";
  if (result) return result.isError ? "failed" : "done";
  if (approval?.status === "pending") return "waiting";
  return isAtWork(status) ? "running" : "unanswered";
}

export function entriesOf({ messages, approvals, status }: Input): Entry[] {
  const results = new Map<string, ToolResult>();
  for (const message of messages) {
    for (const block of message.content)
      if (block.type === "tool_result") results.set(block.toolUseId, block);
  }
  const approvalOf = new Map(approvals.map((approval) => [approval.toolUseId, approval]));
  const entries: Entry[] = [];

  for (const message of messages) {
    const { content } = message;
    const said: Said = { messageId: message.id, seq: message.seq };
    if (message.role === "user") {
      const text = content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
      if (text !== "") entries.push({ kind: "user", key: message.id, text, ...said });
    }
    content.forEach((block, index) => {
      const key = `${message.id}:${index}`;
      const isStreaming = message.state === "streaming" && index === content.length - 1;
      if (block.type === "image") {
        const source = `data:${block.mediaType};base64,${block.data}`;
        entries.push({ kind: "image", key, source, isUser: message.role === "user" });
      } else if (block.type === "tool_use") {
        const approval = approvalOf.get(block.id);
        const result = results.get(block.id);
        approvalOf.delete(block.id);
        entries.push({
          kind: "tool",
          key,
          use: block,
          state: toolState(result, approval, status),
          ...(result && { result }),
          ...(approval && { approval }),
        });
      } else if (block.type === "thinking") {
        if (block.text !== "" || isStreaming)
          entries.push({ kind: "thinking", key, text: block.text, isStreaming });
      } else if (block.type === "text" && message.role !== "user") {
        if (block.text === "") return;
        if (message.role === "system") entries.push({ kind: "system", key, text: block.text, isStreaming });
        else entries.push({ kind: "text", key, text: block.text, isStreaming, endsTurn: false, ...said });
      }
    });
  }
  entries.forEach((entry, index) => {
    if (entry.kind !== "text") return;
    const next = entries[index + 1];
    entry.endsTurn = next ? next.kind === "user" : !isAtWork(status);
  });
  // Asked for by a call that is not on the page (an older one, or one that is still on its way).
  for (const approval of approvalOf.values()) {
    if (approval.status === "pending") entries.push({ kind: "approval", key: approval.id, approval });
  }
  return entries;
}

const isSame = (one: Entry, other: Entry): boolean => {
  const fields = Object.entries(one);
  return (
    fields.length === Object.keys(other).length &&
    fields.every(([name, value]) => Reflect.get(other, name) === value)
  );
};

/**
 * What says the same as before is the same object: its row is then left alone, of which there may be hundreds while
 * the last one is written.
 */
export function keepSame(entries: readonly Entry[], before: readonly Entry[]): Entry[] {
  const known = new Map(before.map((entry) => [entry.key, entry]));
  return entries.map((entry) => {
    const old = known.get(entry.key);
    return old && isSame(old, entry) ? old : entry;
  });
}
