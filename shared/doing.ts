import type { Message } from "./message.ts";

/** What a session at work does right now, short enough for a line of a list. */
type Doing =
  /** Long texts of the input are cut, and of its lists only the first item says something (see `brief`). */
  | { kind: "tool"; name: string; input: unknown }
  | { kind: "thinking" }
  /** The end of what it writes. */
  | { kind: "text"; text: string };

/** `asks`: the call or question that waits for the person. */
export type SessionAtWork = {
  sessionId: string;
  doing: Doing | null;
  asks: { toolName: string; input: unknown } | null;
};

/** As much of a text as a line of a list can show, in UTF-16 units. */
const LINE = 300;

/** What a session's latest message says about what it does now; null when it says nothing of that. */
export function doingOf({ role, content }: Pick<Message, "role" | "content">): Doing | null {
  if (role !== "assistant") return null;
  const block = content.at(-1);
  if (block?.type === "tool_use") return { kind: "tool", name: block.name, input: brief(block.input) };
  if (block?.type === "thinking") return { kind: "thinking" };
  if (block?.type === "text") return { kind: "text", text: block.text.slice(-LINE) };
  return null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shortTexts = (record: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[key, value.slice(0, LINE)]] : [],
    ),
  );

/** A tool's input without its bulk: a file that is written can be megabytes. Lists keep their length. */
export function brief(input: unknown): unknown {
  if (!isRecord(input)) return null;
  const lists = Object.entries(input).flatMap(([key, value]): [string, unknown][] => {
    if (!Array.isArray(value)) return [];
    return [[key, value.map((item, index) => (index === 0 && isRecord(item) ? shortTexts(item) : null))]];
  });
  return { ...shortTexts(input), ...Object.fromEntries(lists) };
}
