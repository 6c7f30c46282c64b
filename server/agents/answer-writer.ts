import type { Block, Message } from "../../shared/message.ts";
import type { EventLog } from "../events/log.ts";
import { gatherDeltas } from "./gather-deltas.ts";
import type { AgentLive } from "./live.ts";
import type { Stores } from "./stores.ts";

/** The unfinished text reaches the disk at least this often, in ms. */
const CHECKPOINT_INTERVAL = 500;
/** In ms: the first piece has left by then. */
const FIRST_CHECKPOINT = 5;

/**
 * Keeps the message that an agent is writing: every piece goes to the followers within a moment, to the disk
 * at checkpoints, and into the event log when the message has begun and when it is done.
 */
export function createAnswerWriter(deps: {
  sessionId: string;
  stores: Pick<Stores, "messages">;
  events: EventLog<AgentLive>;
  /** Called in the transaction that writes down that a message has begun. */
  onBegun: () => void;
}) {
  const { sessionId, stores, events } = deps;
  const subject = `session:${sessionId}`;
  const actor = `session:${sessionId}` as const;

  let apiId: string | undefined;
  let message: Message | undefined;
  /** Its first piece is shown before the disk is waited for; it is written down a moment later, or before anything else is. */
  let isStored = false;
  /** Blocks that the CLI has confirmed as whole. A message without any is void when the call is tried again. */
  let wholeBlocks = 0;
  let checkpoint: ReturnType<typeof setTimeout> | undefined;

  const deltas = gatherDeltas((delta) => events.publishLive({ family: "message", subject, value: delta }));

  function insert(given: Parameters<typeof stores.messages.insert>[0]): Message {
    return events.write((append) => {
      const inserted = stores.messages.insert(given);
      append({ kind: "message.created", subject, actor, after: { messageId: inserted.id } });
      return inserted;
    });
  }

  function stopCheckpoint(): void {
    clearTimeout(checkpoint);
    checkpoint = undefined;
  }

  function store(): void {
    if (!message || isStored) return;
    stopCheckpoint();
    const begun = message;
    const { seq } = events.write(() => {
      deps.onBegun();
      return insert(begun);
    });
    message.seq = seq; // Another may have come before it.
    isStored = true;
  }

  function add(role: Message["role"], content: Block[], parentToolUseId: string | null = null): void {
    store();
    insert({ sessionId, role, content, state: "done", parentToolUseId });
  }

  function save(): void {
    stopCheckpoint();
    if (!message) return;
    if (!isStored) return store();
    stores.messages.setContent(message.id, message.content, "streaming");
  }

  /** The shape of the message changed, not only the end of a text: followers get it as a whole. */
  function show(): void {
    if (!message) return;
    deltas.flush();
    events.publishLive({
      family: "message",
      subject,
      value: { type: "message", message: snapshot(message) },
    });
  }

  function finish(): void {
    deltas.flush();
    stopCheckpoint();
    store();
    if (message) {
      const { id, content } = message;
      events.write((append) => {
        stores.messages.setContent(id, content, "done");
        append({ kind: "message.updated", subject, actor, after: { messageId: id } });
      });
    }
    message = undefined;
    apiId = undefined;
    wholeBlocks = 0;
  }

  return {
    begin(id: string): void {
      if (message && wholeBlocks === 0) {
        message.content = [];
        save();
        show();
      } else {
        finish();
      }
      apiId = id;
    },

    beginBlock(index: number, block: Block): void {
      if (message) {
        message.content[index] = block;
        save();
      } else {
        message = stores.messages.draft({
          sessionId,
          role: "assistant",
          content: [block],
          state: "streaming",
        });
        isStored = false;
        checkpoint = setTimeout(save, FIRST_CHECKPOINT); // Of a tool call no more may come for minutes.
      }
      show();
    },

    grow(index: number, text: string): void {
      const block = message?.content[index];
      if (!message || !block || !("text" in block)) return;
      const offset = block.text.length;
      if (offset > 0) store();
      block.text += text;
      deltas.add({ type: "delta", sessionId, messageId: message.id, block: index, offset, text });
      checkpoint ??= setTimeout(save, isStored ? CHECKPOINT_INTERVAL : FIRST_CHECKPOINT);
    },

    /** A block as the CLI has it in its own transcript: the truth about what was streamed. */
    settleBlock(id: string, block: Block): void {
      if (!message || id !== apiId) return add("assistant", [block]);
      store(); // Tool calls run from here on: what they do stands behind them.
      const index = wholeBlocks;
      if (!Bun.deepEquals(message.content[index], block)) {
        message.content[index] = block;
        save();
        show();
      }
      wholeBlocks = index + 1; // Last: what could not be saved is settled again.
    },

    /** Ends what is being written as it stands: at its regular end, or when nothing more can come. */
    finish,

    addToolResults: (blocks: Block[]): void => add("tool", blocks),

    /** What a sub-agent said, below the tool call that it works for. The answer that is being written goes on. */
    addNested: (parentToolUseId: string, role: Message["role"], blocks: Block[]): void =>
      add(role, blocks, parentToolUseId),

    addNotice: (text: string): void => add("system", [{ type: "text", text }]),

    unfinished(): Message | undefined {
      deltas.flush();
      return message && snapshot(message);
    },
  };
}

/** Readers may look at it after the writer went on. */
function snapshot(message: Message): Message {
  return { ...message, content: message.content.map((block) => ({ ...block })) };
}
