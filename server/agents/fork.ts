import type { Message } from "../../shared/message.ts";
import { readMessage } from "./import-message.ts";
import { findTranscript, indexTranscript, readEntries, type TranscriptEntry } from "./runner/history.ts";

/** What tells a message from another: the calls that it makes or answers, or who says what in it. */
function keyOf({ role, content }: Pick<Message, "role" | "content">): string {
  const calls = content.flatMap((block) => {
    if (block.type === "tool_use") return [block.id];
    return block.type === "tool_result" ? [block.toolUseId] : [];
  });
  if (calls.length > 0) return JSON.stringify(["calls", role, ...calls]);
  const text = content.flatMap((block) => (block.type === "text" ? [block.text.trim()] : [])).join("\n");
  return JSON.stringify(["said", role, text]);
}

/**
 * Claude's own id of a message, as its transcript has it; undefined when it is not there.
 * @param upTo the conversation as Porter has it, up to that message
 */
export async function findInTranscript(
  claudeFolder: string,
  claudeSessionId: string,
  upTo: readonly Message[],
): Promise<string | undefined> {
  const path = await findTranscript(claudeFolder, claudeSessionId);
  const wanted = upTo.at(-1);
  if (path === undefined || !wanted) return undefined;
  const places = await indexTranscript(path, saysSomething);
  if (places.some(({ uuid }) => uuid === wanted.id)) return wanted.id;
  // The same words may have been said before.
  const key = keyOf(wanted);
  let before = upTo.filter((message) => keyOf(message) === key).length;
  for (const place of places) {
    const message = readMessage(await readEntries(path, place));
    if (message && keyOf(message) === key && --before === 0) return place.uuid;
  }
  return undefined;
}

const saysSomething = (entry: TranscriptEntry): boolean => readMessage([entry]) !== undefined;
