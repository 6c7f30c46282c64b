import type { Message } from "../../shared/message.ts";
import type { Stores } from "./stores.ts";

const PAGE = 100;

export type ConversationPages = ReturnType<typeof createConversationPages>;

/** A conversation, a page at a time: from its end, or around any of its messages. What is being written is in it. */
export function createConversationPages(deps: {
  messages: Pick<Stores["messages"], "page" | "pageAfter">;
  unfinished: (sessionId: string) => Message[];
  /** Whether older messages of the session are still on their way. */
  isImporting: (sessionId: string) => boolean;
}) {
  const { messages: store } = deps;

  function asItStands(sessionId: string, read: readonly Message[]): Message[] {
    const writing = deps.unfinished(sessionId);
    return read.map((message) => writing.find(({ id }) => id === message.id) ?? message);
  }

  function before(sessionId: string, seq: number | undefined, limit = PAGE) {
    const messages = asItStands(sessionId, store.page(sessionId, seq, limit));
    const first = messages[0];
    const isOlderToCome = seq !== undefined && deps.isImporting(sessionId);
    return {
      messages,
      /** To be asked for as `before`; null where the conversation begins. */
      olderCursor: first ? (first.seq > 1 ? first.seq : null) : isOlderToCome ? seq : null,
    };
  }

  /** The messages behind a `seq`. */
  const after = (sessionId: string, seq: number, limit = PAGE) => ({
    messages: asItStands(sessionId, store.pageAfter(sessionId, seq, limit)),
    // They are not its first: one is in front of them.
    olderCursor: seq + 1,
  });

  return {
    before,
    after,

    /** As many on both sides of a `seq`, itself among the older ones. */
    around(sessionId: string, seq: number, limit = PAGE) {
      const half = Math.ceil(limit / 2);
      const older = before(sessionId, seq + 1, half);
      return {
        messages: [...older.messages, ...after(sessionId, seq, limit - half).messages],
        olderCursor: older.olderCursor,
      };
    },
  };
}
