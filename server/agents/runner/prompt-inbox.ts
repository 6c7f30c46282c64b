import { randomUUID } from "node:crypto";
import type { SDKUserMessage } from "@anthropic-ai/claude-agent-sdk";
import type { Block } from "../../../shared/message.ts";

type PromptBlock = Extract<Block, { type: "text" | "image" }>;

/** What is sent for one turn. A command is run by the CLI; everything else reaches the model byte for byte. */
export type Prompt = { blocks: PromptBlock[]; isCommand: boolean };

export type PromptInbox = ReturnType<typeof createPromptInbox>;

/** The open end of a session's streaming input: prompts go in one by one, and the stream ends with `close`. */
export function createPromptInbox() {
  const waiting: SDKUserMessage[] = [];
  let closed = false;
  let wake: (() => void) | undefined;

  return {
    /** Returns the id of the prompt, which the result that answers it names. */
    push({ blocks, isCommand }: Prompt): string {
      const id = randomUUID();
      waiting.push({
        type: "user",
        uuid: id,
        message: { role: "user", content: blocks.map(toApiBlock) },
        parent_tool_use_id: null,
        // A prompt is what its author wrote: no `/command` is run and no `@file` is read because of it. The SDK's
        // `verbatimPrompts` would do the same to every message, without a way to let a command through.
        ...(!isCommand && { client_composed: true }),
      });
      wake?.();
      return id;
    },

    close(): void {
      closed = true;
      wake?.();
    },

    async *[Symbol.asyncIterator](): AsyncGenerator<SDKUserMessage> {
      for (;;) {
        const next = waiting.shift();
        if (next) {
          yield next;
        } else if (closed) {
          return;
        } else {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
        }
      }
    },
  };
}

type ApiBlock = Exclude<SDKUserMessage["message"]["content"], string>[number];
type ApiImage = Extract<Extract<ApiBlock, { type: "image" }>["source"], { type: "base64" }>;

function toApiBlock(block: PromptBlock): ApiBlock {
  if (block.type === "text") return { type: "text", text: block.text };
  const mediaType = block.mediaType as ApiImage["media_type"]; // DraftImage lets no other in
  return { type: "image", source: { type: "base64", media_type: mediaType, data: block.data } };
}
