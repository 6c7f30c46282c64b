import type { Approval } from "../../shared/approval.ts";
import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import type { CallOptions, PorterClient } from "./api.ts";
import { createTranscript } from "./transcript.ts";

/** What happens while an agent answers. */
export type AnswerEvent =
  /** To be printed behind the text before; an empty line stands between two blocks. */
  | { type: "text"; text: string }
  /** A tool is called. `bySubAgent`: not in the conversation itself. */
  | { type: "tool"; id: string; name: string; input: unknown; bySubAgent: boolean }
  | { type: "tool_failed"; id: string; text: string }
  /** A call or a question waits for a person, or does so no more. */
  | { type: "approval"; approval: Approval }
  /** The session as it stands now. The last event is one: completed, failed or interrupted. */
  | { type: "session"; session: Session };

/**
 * What an agent says and does, as it happens. It ends when the agent has finished all it was asked, has failed or was
 * interrupted. While the agent waits for a person's approval, so does this.
 * @param to a session (`agents.start`): its whole answer; a message (`agents.send`): the answer to that message
 */
export async function* followAnswer(
  porter: PorterClient,
  to: Session | Message,
  options: CallOptions = {},
): AsyncGenerator<AnswerEvent, void> {
  const message = "sessionId" in to ? to : undefined;
  const id = message?.sessionId ?? to.id;
  let reader = createReader(message?.seq ?? 0);
  /** A message that waits behind another turn takes its place in the conversation when its own turn begins. */
  let isQueued = message !== undefined;
  const isStillQueued = ({ queuedMessageIds }: Session) =>
    message !== undefined && queuedMessageIds.includes(message.id);
  const place = (moved: Message) => {
    if (moved.id === message?.id && moved.seq > reader.after) reader = createReader(moved.seq);
  };

  for await (const { data: event } of porter.agents.onEvent.subscribe({ id }, options)) {
    let session: Session | undefined;
    switch (event.type) {
      case "message":
        place(event.message);
        if (!isQueued) yield* reader.read(event.message);
        break;
      case "delta":
        yield* reader.append(event);
        break;
      case "approval":
        yield { type: "approval", approval: event.approval };
        break;
      case "session":
        session = event.session;
        break;
      case "ready":
      case "resync":
      case "removed": {
        // The stream stands, or stands anew: what came before it is read, and what comes twice is dropped.
        const state = await readMessages(porter, id, reader.after);
        session = state.session;
        state.messages.forEach(place);
        isQueued &&= isStillQueued(session);
        if (!isQueued) for (const said of state.messages) yield* reader.read(said);
        for (const approval of state.waiting) yield { type: "approval", approval };
      }
    }
    if (!session) continue;
    isQueued &&= isStillQueued(session);
    yield { type: "session", session };
    if (/^(completed|failed|interrupted)$/.test(session.status)) return;
  }
}

/** Reads messages and deltas behind `after` (a `seq`), in whatever mix they come, and gives everything once. */
function createReader(after: number) {
  const transcript = createTranscript(after);
  const toldCalls = new Set<string>();
  const toldFailures = new Set<string>();
  /** Of calls that are not whole yet: a result may come before the end of the message that calls. */
  const earlyFailures = new Map<string, AnswerEvent>();
  const asText = (text: string): AnswerEvent => ({ type: "text", text });

  return {
    after,

    *append(delta: Parameters<typeof transcript.append>[0]): Generator<AnswerEvent> {
      for (const text of transcript.append(delta)) yield asText(text);
    },

    *read(message: Message): Generator<AnswerEvent> {
      for (const text of transcript.read(message)) yield asText(text);
      if (message.seq <= after) return;
      const bySubAgent = message.parentToolUseId !== null;
      for (const [index, block] of message.content.entries()) {
        // The input of the last one may still grow.
        const isWhole = message.state === "done" || index < message.content.length - 1;
        if (block.type === "tool_use" && isWhole && !toldCalls.has(block.id)) {
          const { id, name, input } = block;
          toldCalls.add(id);
          yield { type: "tool", id, name, input, bySubAgent };
          const failure = earlyFailures.get(id);
          if (failure) yield failure;
        } else if (block.type === "tool_result" && block.isError && !toldFailures.has(block.toolUseId)) {
          const { toolUseId: id, text } = block;
          toldFailures.add(id);
          const failure: AnswerEvent = { type: "tool_failed", id, text };
          if (toldCalls.has(id)) yield failure;
          else earlyFailures.set(id, failure);
        }
      }
    },
  };
}

/** All messages behind `after` (a `seq`), oldest first, the session as it stands, and what waits for a person. */
async function readMessages(
  porter: PorterClient,
  id: string,
  after: number,
): Promise<{ session: Session; messages: Message[]; waiting: Approval[] }> {
  const latest = await porter.agents.get.query({ id });
  let { messages, olderCursor } = latest;
  while (olderCursor !== null && olderCursor > after) {
    const older = await porter.agents.get.query({ id, before: olderCursor });
    messages = [...older.messages, ...messages];
    olderCursor = older.olderCursor;
  }
  const waiting = latest.approvals.filter(({ status }) => status === "pending");
  return { session: latest.session, messages, waiting };
}
