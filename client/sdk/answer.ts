import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import type { PorterClient } from "./client.ts";
import { createTranscript } from "./transcript.ts";

/** The agent failed or was interrupted. `message` says why, in words for a person; `session` is how it stands. */
export class AgentStopped extends Error {
  override readonly name = "AgentStopped";
  readonly session: Session;

  constructor(session: Session) {
    super(session.error ?? `The agent was stopped (${session.status}).`);
    this.session = session;
  }
}

/**
 * What an agent writes, piece by piece as it writes it: each yield is to be printed behind the one before, and an
 * empty line stands between two blocks of text. It ends when the agent has finished all it was asked. While the
 * agent waits for a person's approval, so does this.
 * @param to a session (`agents.start`): its whole answer; a message (`agents.send`): the answer to that message
 * @throws AgentStopped when the agent fails or is interrupted, after all it had written
 */
export async function* streamAnswer(
  porter: PorterClient,
  to: Session | Message,
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<string, void> {
  const message = "sessionId" in to ? to : undefined;
  const id = message?.sessionId ?? to.id;
  let after = message?.seq ?? 0;
  let transcript = createTranscript(after);
  /** A message that waits behind another turn takes its place in the conversation when its own turn begins. */
  let isQueued = message !== undefined;
  const isStillQueued = ({ queuedMessageIds }: Session) =>
    message !== undefined && queuedMessageIds.includes(message.id);
  const place = (moved: Message) => {
    if (moved.id !== message?.id || moved.seq <= after) return;
    after = moved.seq;
    transcript = createTranscript(after);
  };

  for await (const { data: event } of porter.agents.onEvent.subscribe({ id }, options)) {
    let session: Session | undefined;
    if (event.type === "message") {
      place(event.message);
      if (!isQueued) yield* transcript.read(event.message);
    } else if (event.type === "delta") yield* transcript.append(event);
    else if (event.type === "session") session = event.session;
    else if (event.type !== "approval") {
      // The stream stands, or stands anew: what came before it is read, and what comes twice is dropped.
      const state = await readMessages(porter, id, after);
      session = state.session;
      state.messages.forEach(place);
      isQueued &&= isStillQueued(session);
      if (!isQueued) for (const said of state.messages) yield* transcript.read(said);
    }
    if (session) isQueued &&= isStillQueued(session);
    if (session?.status === "completed") return;
    if (session?.status === "failed" || session?.status === "interrupted") throw new AgentStopped(session);
  }
}

/** All messages behind `after` (a `seq`), oldest first, and the session as it stands. */
async function readMessages(
  porter: PorterClient,
  id: string,
  after: number,
): Promise<{ session: Session; messages: Message[] }> {
  const latest = await porter.agents.get.query({ id });
  let { messages, olderCursor } = latest;
  while (olderCursor !== null && olderCursor > after) {
    const older = await porter.agents.get.query({ id, before: olderCursor });
    messages = [...older.messages, ...messages];
    olderCursor = older.olderCursor;
  }
  return { session: latest.session, messages };
}
