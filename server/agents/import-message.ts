import { z } from "zod";
import type { Block, MessageRole } from "../../shared/message.ts";
import type { TranscriptEntry } from "./runner/history.ts";

/** The blocks that a transcript holds, as the Messages API has them; what does not fit is kept as JSON text. */
const Image = z.object({
  type: z.literal("image"),
  source: z.object({ type: z.literal("base64"), media_type: z.string(), data: z.string() }),
});
const Text = z.object({ type: z.literal("text"), text: z.string() });
const Known = z.discriminatedUnion("type", [
  Text,
  Image,
  z.object({ type: z.literal("thinking"), thinking: z.string() }),
  z.object({ type: z.literal("redacted_thinking") }),
  z.object({ type: z.literal("tool_use"), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({
    type: z.literal("tool_result"),
    tool_use_id: z.string(),
    content: z.union([z.string(), z.array(z.unknown())]).optional(),
    is_error: z.boolean().optional(),
  }),
]);

/** What the CLI puts into the person's messages for the model alone. */
const FOR_THE_MODEL = /^<(system-reminder|local-command-caveat)>/;
const COMMAND = /<command-name>(.*?)<\/command-name>/s;
const COMMAND_ARGUMENTS = /<command-args>(.*?)<\/command-args>/s;
/** What stands among the person's messages and is none: what a command printed, news of a task in the background, a stop. */
const ASIDES = [
  /^<local-command-std(?:out|err)>(.*)<\/local-command-std(?:out|err)>$/s,
  /^<task-notification>.*<summary>(.*?)<\/summary>/s,
  /^\[(Request interrupted by user.*)\]$/,
];
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

type ImportedMessage = { role: MessageRole; content: Block[]; createdAt: Date };

/** A message of the CLI's own transcript as Porter keeps it; undefined when it says nothing to a reader. */
export function readMessage(entries: readonly TranscriptEntry[]): ImportedMessage | undefined {
  const [first] = entries;
  if (!first) return undefined;
  const given = entries.flatMap(({ message }) => message?.content ?? []);
  const content = given
    .flatMap((block) => toBlocks(block))
    .map(asWritten)
    .filter(saysSomething);
  if (content.length === 0) return undefined;
  const time = new Date(first.timestamp ?? "");
  return {
    role: roleOf(first.type, content),
    content: content.map(readable),
    createdAt: Number.isNaN(time.getTime()) ? new Date(0) : time,
  };
}

function toBlocks(block: unknown): Block[] {
  if (typeof block === "string") return [{ type: "text", text: block }];
  const known = Known.safeParse(block).data;
  switch (known?.type) {
    case "text":
      return [known];
    case "image":
      return [{ type: "image", mediaType: known.source.media_type, data: known.source.data }];
    case "thinking":
      return [{ type: "thinking", text: known.thinking }];
    case "redacted_thinking":
      return [];
    case "tool_use":
      return [known];
    case "tool_result":
      return resultBlocks(known);
    case undefined:
      return [{ type: "text", text: JSON.stringify(block) }];
  }
}

function resultBlocks(result: Extract<z.infer<typeof Known>, { type: "tool_result" }>): Block[] {
  const parts = [result.content ?? []].flat().flatMap(toBlocks);
  const text = parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
  const images = parts.filter(({ type }) => type === "image");
  const isError = result.is_error ?? false;
  return [{ type: "tool_result", toolUseId: result.tool_use_id, text, isError }, ...images];
}

/** A slash command as it was typed. */
function asWritten(block: Block): Block {
  if (block.type !== "text") return block;
  const [, name] = COMMAND.exec(block.text) ?? [];
  if (name === undefined) return block;
  const [, given = ""] = COMMAND_ARGUMENTS.exec(block.text) ?? [];
  return { ...block, text: `${name} ${given}`.trim() };
}

const saysSomething = (block: Block): boolean =>
  block.type === "text" || block.type === "thinking"
    ? block.text.trim() !== "" && !FOR_THE_MODEL.test(block.text)
    : true;

function roleOf(type: string, content: readonly Block[]): MessageRole {
  if (type === "assistant") return "assistant";
  if (content.some((block) => block.type === "tool_result")) return "tool";
  return content.every((block) => asideOf(block) !== undefined) ? "system" : "user";
}

function asideOf(block: Block): string | undefined {
  if (block.type !== "text") return undefined;
  const found = ASIDES.flatMap((form) => form.exec(block.text) ?? []);
  return found[1];
}

/** Without its wrapping and its colours. */
function readable(block: Block): Block {
  const aside = asideOf(block);
  return aside === undefined ? block : { type: "text", text: aside.replaceAll(COLOURS, "") };
}
