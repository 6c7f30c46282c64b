import type { Approval, DecideApproval } from "../../shared/approval.ts";
import type { Message } from "../../shared/message.ts";
import type { Session, StartSession } from "../../shared/session.ts";
import type { Porter } from "./server.ts";
import { watchSession, type Watched } from "./watch.ts";

export type Talk = Awaited<ReturnType<typeof startTalk>>;

/** What a turn has come to: the messages from its prompt on. */
export type TurnSeen = { session: Session; messages: Message[] };

/**
 * A live session that the tests of a file share: a turn in it costs a twentieth of what a session of its own does.
 * Each test says something of its own and looks at that turn alone, so that the tests may come in any order.
 */
export async function startTalk(porter: Porter, start: Partial<StartSession> = {}) {
  const { agents } = porter.client;
  const { id } = await agents.start.mutate({ prompt: "Are you there?", ...start });
  const watch = watchSession(porter.client, id);
  const answered = new Set<string>();
  await watch.untilStatus("completed", "failed");

  /** `undefined` while the turn of this message has not come to any of these. */
  function turnOf(messageId: string, statuses: Session["status"][], state: Watched): TurnSeen | undefined {
    const { events, messages } = state;
    const isIt = (message: Message) => message.id === messageId;
    // What the stream tells behind the message of the session is how it stands since.
    const begun = events.findIndex((event) => event.type === "message" && isIt(event.message));
    const session = events.findLast((event, index) => index > begun && event.type === "session");
    if (begun < 0 || session?.type !== "session" || !statuses.includes(session.session.status)) return;
    if (session.session.queuedMessageIds.includes(messageId)) return;
    return { session: session.session, messages: messages.slice(messages.findIndex(isIt)) };
  }

  return {
    id,
    watch,

    say: (content: string): Promise<Message> => agents.send.mutate({ id, content }),

    /** Waits until the turn of a message has come to one of these states. */
    async turn(message: Message, ...statuses: Session["status"][]): Promise<TurnSeen> {
      const state = await watch.until((now) => turnOf(message.id, statuses, now) !== undefined);
      const seen = turnOf(message.id, statuses, state);
      if (!seen) throw new Error("It was there a moment ago.");
      return seen;
    },

    /** Says something and waits for the end of the turn. */
    async ask(content: string): Promise<TurnSeen> {
      return await this.turn(await this.say(content), "completed", "failed");
    },

    /** The next approval that the session waits for. */
    async asked(): Promise<Approval> {
      const waiting = ({ approvals }: Watched) =>
        approvals.find(({ id: approvalId, status }) => status === "pending" && !answered.has(approvalId));
      const state = await watch.until(
        (now) =>
          now.session?.status === "failed" || (now.session?.status === "waiting" && Boolean(waiting(now))),
      );
      const approval = waiting(state);
      if (!approval) throw new Error(`It asks for nothing: ${state.session?.error}`);
      return approval;
    },

    answer({ id: approvalId }: Approval, given: Omit<DecideApproval, "approvalId">): Promise<Approval> {
      answered.add(approvalId);
      return agents.decide.mutate({ approvalId, ...given });
    },

    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}
