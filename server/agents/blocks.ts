import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import type { Block } from "../../shared/message.ts";

type ApiBlock = Extract<SDKMessage, { type: "assistant" }>["message"]["content"][number];
type UserContent = Exclude<Extract<SDKMessage, { type: "user" }>["message"]["content"], string>;
type ApiToolResult = Extract<UserContent[number], { type: "tool_result" }>;

/** A content block of the Messages API as Porter keeps it. Kinds that Porter does not know are kept as JSON text. */
export function toBlock(block: ApiBlock): Block {
  switch (block.type) {
    case "text":
      return { type: "text", text: block.text };
    case "thinking":
      return { type: "thinking", text: block.thinking };
    case "redacted_thinking":
      return { type: "thinking", text: "" };
    case "tool_use":
    case "server_tool_use":
    case "mcp_tool_use":
      return { type: "tool_use", id: block.id, name: block.name, input: block.input };
    default:
      return { type: "text", text: JSON.stringify(block) };
  }
}

/** What stands in a message of the role `user`: texts, pictures and tools' results. */
export function toUserBlocks(content: string | UserContent): Block[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return content.flatMap((block): Block[] => {
    if (block.type === "tool_result") return toResultBlocks(block);
    if (block.type === "image") return toImage(block);
    return [{ type: "text", text: block.type === "text" ? block.text : JSON.stringify(block) }];
  });
}

type ApiImage = Extract<UserContent[number], { type: "image" }>;

const toImage = ({ source }: ApiImage): Block[] =>
  source.type === "base64" ? [{ type: "image", mediaType: source.media_type, data: source.data }] : [];

/** A tool's result: its text, and behind it the images that it holds. */
export function toResultBlocks(result: ApiToolResult): Block[] {
  const parts =
    typeof result.content === "string"
      ? [{ type: "text" as const, text: result.content }]
      : (result.content ?? []);
  const text = parts
    .map((part) => (part.type === "text" ? part.text : part.type === "image" ? "" : JSON.stringify(part)))
    .filter((part) => part !== "")
    .join("\n");
  const images = parts.flatMap((part) => (part.type === "image" ? toImage(part) : []));
  return [
    { type: "tool_result", toolUseId: result.tool_use_id, text, isError: result.is_error ?? false },
    ...images,
  ];
}
