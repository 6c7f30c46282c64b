import type { Actor } from "../../shared/actor.ts";
import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import type { EditQueued } from "../../shared/steer.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { toBlocks } from "./said.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import type { Supervisor } from "./supervisor.ts";
import type { Transitions } from "./transitions.ts";

const wordsOf = ({ content }: Message): string =>
  content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");

export type Queue = ReturnType<typeof createQueue>;

/**
 * Messages whose turns have not begun. Whether one has is asked in the transaction of the change, as its beginning
 * is one: a change either counts, or is refused.
 */
export function createQueue(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  transitions: Transitions;
  supervisor: Pick<Supervisor, "pump" | "interrupt">;
}) {
  const { stores, events, transitions, supervisor } = deps;

  /** @throws PorterError NOT_FOUND, or CONFLICT when the agent has the message already */
  function getQueued(messageId: string): { turn: Turn; message: Message } {
    const turn = stores.turns.findByMessage(messageId);
    const message = stores.messages.find(messageId);
    if (!turn || !message) {
      throw new PorterError("NOT_FOUND", "There is no such message; it may have been taken back already.");
    }
    if (turn.status === "queued" && turn.startedAt === null) return { turn, message };
    throw new PorterError(
      "CONFLICT",
      turn.startedAt === null
        ? "This message was stopped with its session and waits no more."
        : "The agent has this message already, so it can no longer be changed.",
    );
  }

  /** The state of a session that has lost a queued turn. */
  function settled(sessionId: string): Partial<Session> {
    const isQueued = stores.sessions.find(sessionId)?.status === "queued";
    if (!isQueued || stores.turns.first(sessionId, ["queued"])) return {};
    const { status } = stores.turns.lastEnded(sessionId) ?? {};
    return { status: status === "completed" || status === "failed" ? status : "interrupted" };
  }

  return {
    edit: ({ messageId, content, before }: EditQueued, actor: Actor): Message =>
      events.write((append) => {
        const { turn, message } = getQueued(messageId);
        if (before !== undefined && before !== wordsOf(message))
          throw new PorterError("CONFLICT", "This message was changed in another place meanwhile.");
        const images = message.content.filter((block) => block.type === "image");
        const blocks = [...images, ...toBlocks({ content })];
        if (blocks.length === 0)
          throw new PorterError("INVALID", "content: must not be empty; remove the message instead");
        const edited = stores.messages.setContent(messageId, blocks, "done");
        const subject = `session:${turn.sessionId}` as const;
        append({ kind: "message.updated", subject, actor, after: { messageId } });
        // The session's prompt is its first message.
        if (edited.seq === 1) transitions.changeSession(turn.sessionId, { prompt: content }, actor);
        return edited;
      }),

    remove: (messageId: string, actor: Actor): Session =>
      events.write((append) => {
        const { turn, message } = getQueued(messageId);
        if (message.seq === 1)
          throw new PorterError(
            "CONFLICT",
            "A session cannot do without its first message. Stop it instead.",
          );
        const { sessionId } = turn;
        stores.turns.removeWithMessage(turn);
        append({ kind: "message.removed", subject: `session:${sessionId}`, actor, after: { messageId } });
        return transitions.changeSession(sessionId, settled(sessionId), actor);
      }),

    /** Stops what the session does, or waits for, and goes on with this message; the others stay queued behind it. */
    async sendNow(messageId: string, actor: Actor): Promise<Session> {
      const { sessionId } = events.write(() => {
        const { turn } = getQueued(messageId);
        stores.turns.putFirst(turn);
        transitions.cancelWaiting(turn.sessionId, actor, ({ startedAt }) => startedAt !== null);
        transitions.changeSession(turn.sessionId, {}, actor);
        return turn;
      });
      if (stores.turns.first(sessionId, ["running"])) await supervisor.interrupt(sessionId);
      supervisor.pump();
      const session = stores.sessions.find(sessionId);
      if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
      return session;
    },
  };
}
