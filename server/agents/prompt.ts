import type { Message } from "../../shared/message.ts";
import { transcriptHolds } from "./runner/transcript.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";

/** What is told again of a conversation that the CLI has lost, in characters from its end. */
const HISTORY_LENGTH = 200_000;

/**
 * The text blocks that a turn sends: the person's message, before it the messages that never reached the agent, and
 * before those the conversation itself if the CLI does not have it. `undefined` for a turn that was parked in a
 * conversation which the CLI still has: it goes on by itself.
 * @param isWarm the process that heard the earlier messages is still alive
 */
export async function promptOf(turn: Turn, isWarm: boolean, stores: Stores): Promise<string[] | undefined> {
  const { claudeSessionId = null, queuedMessageIds = [] } = stores.sessions.find(turn.sessionId) ?? {};
  if (claudeSessionId !== null && turn.startedAt !== null) return undefined;
  const message = stores.messages.find(turn.messageId);
  if (!message) throw new Error(`turn ${turn.number} has no message`);
  if (claudeSessionId === null) {
    const said = stores.messages.ofSession(turn.sessionId);
    const history = describeHistory(
      said.filter(({ id }) => id !== message.id && !queuedMessageIds.includes(id)),
    );
    return history === "" ? [textOf(message)] : [history, textOf(message)];
  }
  const unheard = stores.turns.neverBegun(turn);
  const last = isWarm ? undefined : stores.turns.lastBegun(turn);
  if (last?.status === "interrupted") {
    const prompt = stores.messages.find(last.messageId);
    if (prompt && !(await transcriptHolds(claudeSessionId, textOf(prompt)))) unheard.unshift(last);
  }
  const earlier = unheard.flatMap(({ messageId }) => stores.messages.find(messageId) ?? []);
  return [...earlier, message].map(textOf);
}

function describeHistory(messages: Message[]): string {
  const lines = messages
    .filter(({ role }) => role === "user" || role === "assistant")
    .map((message) => ({ who: message.role === "user" ? "Owner" : "You", text: textOf(message) }))
    .filter(({ text }) => text !== "")
    .map(({ who, text }) => `${who}: ${text}`);
  if (lines.length === 0) return "";
  const said = lines.join("\n\n").slice(-HISTORY_LENGTH);
  return `This conversation was cut off. What was said in it before:\n\n${said}\n\nThe owner's next message follows.`;
}

function textOf({ content }: Message): string {
  return content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
}
