import type { Approval } from "../../shared/approval.ts";
import type { AgentEvent, StreamSignal } from "../../shared/feed.ts";
import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import type { Porter } from "./server.ts";

export type Watched = {
  session: Session | undefined;
  /** By `seq`, with the deltas applied as a client applies them. */
  messages: Message[];
  approvals: Approval[];
  /** Everything that came, in order. */
  events: (AgentEvent | StreamSignal)[];
};

/** Follows one session as a client would, and lets a test wait for what it should come to. */
export function watchSession(client: Porter["client"], id: string, lastEventId = "0") {
  const messages = new Map<string, Message>();
  const approvals = new Map<string, Approval>();
  const state: Watched = { session: undefined, messages: [], approvals: [], events: [] };
  const waiting = new Set<() => void>();
  const ids: string[] = [];
  let cursor = lastEventId;
  let failure: unknown;

  function apply(event: AgentEvent | StreamSignal): void {
    state.events.push(event);
    if (event.type === "session") state.session = event.session;
    if (event.type === "approval") approvals.set(event.approval.id, event.approval);
    if (event.type === "message") messages.set(event.message.id, event.message);
    if (event.type === "removed") messages.delete(event.messageId);
    if (event.type === "delta") {
      const block = messages.get(event.messageId)?.content[event.block];
      if (block && "text" in block && block.text.length === event.offset) block.text += event.text;
    }
    state.messages = [...messages.values()].sort((a, b) => a.seq - b.seq);
    state.approvals = [...approvals.values()];
  }

  const subscription = client.agents.onEvent.subscribe(
    { id, lastEventId },
    {
      onData: (tracked) => {
        if (tracked.id !== cursor) ids.push(tracked.id);
        cursor = tracked.id;
        apply(tracked.data);
        for (const check of waiting) check();
      },
      onError: (error) => {
        failure = error;
        for (const check of waiting) check();
      },
    },
  );

  return {
    state,
    cursor: () => cursor,
    /** Ids of the events of the log that came, in order. */
    durableIds: () => ids,

    /** Resolves once the condition holds; the test's own time limit is the limit. */
    until(condition: (state: Watched) => boolean): Promise<Watched> {
      const { promise, resolve, reject } = Promise.withResolvers<Watched>();
      const check = () => {
        if (failure === undefined && !condition(state)) return;
        waiting.delete(check);
        if (failure === undefined) resolve(state);
        else reject(failure);
      };
      waiting.add(check);
      check();
      return promise;
    },

    /** It and all that came before: what is replayed tells at its first event already how the session stands now. */
    untilStatus(...statuses: Session["status"][]): Promise<Watched> {
      return this.until(
        ({ session, events }) =>
          session !== undefined &&
          statuses.includes(session.status) &&
          events.some(({ type }) => type === "ready"),
      );
    },

    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
}

/** All text of a message's blocks. */
export function textOf(message: Message | undefined): string {
  return message?.content.map((block) => ("text" in block ? block.text : "")).join("") ?? "";
}
