import type { Block, Message } from "../../shared/message.ts";
import type { Prompt } from "./runner/prompt-inbox.ts";
import { transcriptHolds } from "./runner/transcript.ts";
import type { SlashCommandStore } from "./store/commands.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";

/** What is told again of a conversation that the CLI has lost, in characters from its end. */
const HISTORY_LENGTH = 200_000;

type Given = Stores & { commands: Pick<SlashCommandStore, "ofSession"> };

/** What a turn sends. `command`: what its author means to run, without the slash; it is one if the CLI has it. */
export type TurnPrompt = Pick<Prompt, "blocks"> & { command?: string | undefined };

/** Earlier turns whose messages were taken back before the agent got them. */
export function findUnheard(turn: Turn, stores: Stores): Turn[] {
  const { claudeSessionId = null } = stores.sessions.find(turn.sessionId) ?? {};
  return claudeSessionId === null || turn.startedAt !== null ? [] : stores.turns.neverBegun(turn);
}

/** The turn before, if the CLI was killed with it before it had written its message down. */
export async function findLost(turn: Turn, stores: Given): Promise<Turn[]> {
  const { claudeSessionId = null } = stores.sessions.find(turn.sessionId) ?? {};
  if (claudeSessionId === null || turn.startedAt !== null) return [];
  const last = stores.turns.lastBegun(turn);
  if (last?.status !== "interrupted") return [];
  const prompt = stores.messages.find(last.messageId);
  const command = prompt && commandOf(last, prompt);
  const isRun = stores.commands.ofSession(turn.sessionId).some(({ name }) => name === command);
  if (isRun) return [];
  const isKnown =
    !prompt || textOf(prompt) === "" || (await transcriptHolds(claudeSessionId, textOf(prompt)));
  return isKnown ? [] : [last];
}

/**
 * What a turn sends: the person's message, before it the unheard ones, and before those the conversation itself if
 * the CLI does not have it. `undefined` for a turn that was parked in a conversation which the CLI still has: it goes
 * on by itself. Read when the turn begins, so that a change of the queued message until then counts.
 */
export function promptOf(turn: Turn, unheard: readonly Turn[], stores: Stores): TurnPrompt | undefined {
  const { claudeSessionId = null, queuedMessageIds = [] } = stores.sessions.find(turn.sessionId) ?? {};
  if (claudeSessionId !== null && turn.startedAt !== null) return undefined;
  const message = stores.messages.find(turn.messageId);
  if (!message) throw new Error(`turn ${turn.number} has no message`);
  if (claudeSessionId === null) {
    const said = stores.messages.ofSession(turn.sessionId);
    const history = describeHistory(
      said.filter(({ id }) => id !== message.id && !queuedMessageIds.includes(id)),
    );
    // A command takes the whole prompt, so with anything to be told beside it, it is a text as any other.
    if (history === "") return { blocks: partsOf(message), command: commandOf(turn, message) };
    return { blocks: [{ type: "text", text: history }, ...partsOf(message)] };
  }
  const earlier = unheard.flatMap(({ messageId }) => stores.messages.find(messageId) ?? []);
  return {
    blocks: [...earlier, message].flatMap(partsOf),
    command: earlier.length === 0 ? commandOf(turn, message) : undefined,
  };
}

/** Only the owner's own words run a command. */
const commandOf = ({ actor }: Turn, message: Message): string | undefined =>
  actor === "owner" ? /^\/(\S+)/.exec(textOf(message))?.[1] : undefined;

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

/** Of the kinds that a message of the person has. */
function partsOf({ content }: Message): Prompt["blocks"] {
  const texts = textOf({ content });
  const images = content.filter((block) => block.type === "image");
  return [...images, ...(texts === "" ? [] : [{ type: "text" as const, text: texts }])];
}

function textOf({ content }: { content: readonly Block[] }): string {
  return content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
}
