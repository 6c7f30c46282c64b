import type { SDKUserMessage } from "@anthropic-ai/claude-agent-sdk";

/** The open end of a session's streaming input: prompts go in one by one, and the stream ends with `close`. */
export function createPromptInbox() {
  const waiting: SDKUserMessage[] = [];
  let closed = false;
  let wake: (() => void) | undefined;

  return {
    push(texts: string[]): void {
      waiting.push({
        type: "user",
        message: { role: "user", content: texts.map((text) => ({ type: "text", text })) },
        parent_tool_use_id: null,
      });
      wake?.();
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
