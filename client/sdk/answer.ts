import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import type { CallOptions, PorterClient } from "./api.ts";
import { PorterError } from "./error.ts";
import { followAnswer } from "./follow.ts";

/** The agent failed or was interrupted. `message` says why, in words for a person; `session` is how it stands. */
export class AgentStopped extends PorterError {
  override readonly name = "AgentStopped";
  readonly session: Session;

  constructor(session: Session) {
    super("AGENT_STOPPED", session.error ?? `The agent was stopped (${session.status}).`);
    this.session = session;
  }
}

/**
 * What an agent writes, piece by piece as it writes it: each yield is to be printed behind the one before, and an
 * empty line stands between two blocks of text. It ends when the agent has finished all it was asked. While the
 * agent waits for a person's approval, so does this.
 * @param to a session (`agents.start`): its whole answer; a message (`agents.send`): the answer to that message
 * @throws AgentStopped when the agent fails or is interrupted, after all it had written; else PorterError
 */
export async function* streamAnswer(
  porter: PorterClient,
  to: Session | Message,
  options: CallOptions = {},
): AsyncGenerator<string, void> {
  for await (const event of followAnswer(porter, to, options)) {
    if (event.type === "text") yield event.text;
    if (event.type !== "session") continue;
    const { session } = event;
    if (session.status === "failed" || session.status === "interrupted") throw new AgentStopped(session);
  }
}
