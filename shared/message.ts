import { z } from "zod";
import { Id } from "./ids.ts";

/**
 * The blocks of a message, after the Messages API's content blocks
 * (https://docs.claude.com/en/api/messages), in camel case.
 */
export const Block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("thinking"), text: z.string() }),
  z.object({ type: z.literal("tool_use"), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({
    type: z.literal("tool_result"),
    toolUseId: z.string(),
    /** What the tool said, as text; images in a result stand as their own blocks behind it. */
    text: z.string(),
    isError: z.boolean(),
  }),
  z.object({ type: z.literal("image"), mediaType: z.string(), data: z.string() }),
]);
export type Block = z.infer<typeof Block>;

export const MessageRole = z.enum(["user", "assistant", "tool", "system"]);
export type MessageRole = z.infer<typeof MessageRole>;

export const Message = z.object({
  id: Id,
  sessionId: Id,
  /** Order within the session: 1, 2, 3 … */
  seq: z.number().int(),
  role: MessageRole,
  content: z.array(Block),
  /** Of a sub-agent's: the tool call that it works for. Null in the conversation itself. */
  parentToolUseId: z.string().nullable(),
  /** `streaming`: still being written; only its last block grows. */
  state: z.enum(["streaming", "done"]),
  createdAt: z.date(),
});
export type Message = z.infer<typeof Message>;

/**
 * A piece of a message that is being written. `offset` is the length in UTF-16 units of the block's text before
 * this piece: a reader appends it when its own text is that long and ignores it when it has the piece already.
 */
export type Delta = {
  type: "delta";
  sessionId: string;
  messageId: string;
  block: number;
  offset: number;
  text: string;
};
