import { setImmediate } from "node:timers/promises";
import type { Actor } from "../../shared/actor.ts";
import type { Importable, ListImportable } from "../../shared/history.ts";
import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import { shorten } from "../../shared/text.ts";
import type { Config } from "../config/load.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import { blankSession } from "./blank-session.ts";
import { readMessage } from "./import-message.ts";
import {
  findTranscript,
  indexTranscript,
  readEntries,
  type TranscriptEntry,
  type TranscriptMessage,
} from "./runner/history.ts";
import { findConversation, listConversations, type Conversation } from "./runner/transcript.ts";
import type { Stores } from "./stores.ts";

/** So many messages are there when the answer comes, and are written at a time after that. */
const BATCH = 200;
const PAGE = 30;
const LONGEST_TITLE = 80;
/** Larger files are not counted for a list, in bytes. */
const COUNTED = 1_000_000;
/** A search reads every conversation's head and tail, a second for 5,000; so long it is good for the next letter, in ms. */
const SEARCH_AGE = 60_000;

export type Imports = ReturnType<typeof createImports>;

/**
 * The owner's own conversations with Claude, as sessions. What is imported is copied whole: Claude removes old
 * transcripts, and search, export and links need the messages. The newest come first, the others behind the answer, a
 * batch at a time, each message at the place that it has in the whole.
 */
export function createImports(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  config: Pick<Config["agents"], "cwd" | "permission_mode">;
  /** The CLI's own folder: `~/.claude`. */
  claudeFolder: string;
  log: Log;
  stopping: AbortSignal;
}) {
  const { stores, events, config, log } = deps;
  const filling = new Set<string>();
  let found: { at: number; conversations: Promise<Conversation[]> } | undefined;

  function search(): Promise<Conversation[]> {
    if (!found || performance.now() - found.at > SEARCH_AGE)
      found = { at: performance.now(), conversations: listConversations({}) };
    return found.conversations;
  }

  async function describe(conversation: Conversation, sessionId: string | undefined): Promise<Importable> {
    const { id, title, cwd, updatedAt, size } = conversation;
    const path = size <= COUNTED ? await findTranscript(deps.claudeFolder, id) : undefined;
    const messages = path === undefined ? null : (await indexTranscript(path, saysSomething)).length;
    return { claudeSessionId: id, title, cwd, updatedAt, messages, sessionId: sessionId ?? null };
  }

  async function readBatch(sessionId: string, path: string, from: Numbered[]): Promise<Message[]> {
    const read = await Promise.all(
      from.map(async (place) => ({ place, entries: await readEntries(path, place) })),
    );
    return read.flatMap(({ place, entries }) => {
      const message = readMessage(entries);
      if (!message) return []; // The file was changed under our hands.
      // Claude's own id of the message tells where to fork; a fork of Claude's may have the same ones.
      const id = stores.messages.find(place.uuid) ? Bun.randomUUIDv7() : place.uuid;
      return [{ ...message, id, sessionId, seq: place.seq, parentToolUseId: null, state: "done" as const }];
    });
  }

  /** Writes what stands in front of what is there, newest first. */
  async function fill(sessionId: string, path: string, missing: Numbered[]): Promise<void> {
    filling.add(sessionId);
    try {
      for (let end = missing.length; end > 0 && !deps.stopping.aborted; end -= BATCH) {
        const messages = await readBatch(sessionId, path, missing.slice(Math.max(0, end - BATCH), end));
        events.write(() => stores.messages.insertAt(messages));
        await setImmediate(); // Others have their turn.
      }
    } finally {
      filling.delete(sessionId);
    }
  }

  function fillBehind(sessionId: string, path: string, missing: Numbered[]): void {
    if (missing.length === 0) return;
    fill(sessionId, path, missing).catch((error: unknown) =>
      log.error({ sessionId, err: error }, "the older messages of an imported session could not be read"),
    );
  }

  const findKnown = (claudeSessionId: string): Session | undefined => {
    const id = stores.sessions.byClaudeId([claudeSessionId]).get(claudeSessionId);
    return id === undefined ? undefined : stores.sessions.find(id);
  };

  return {
    async list({ query = "", cursor, limit = PAGE }: ListImportable) {
      const from = cursor === undefined ? 0 : readCursor(cursor);
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const page =
        words.length === 0
          ? await listConversations({ from, limit: limit + 1 })
          : (await search()).filter((each) => matches(each, words)).slice(from, from + limit + 1);
      const shown = page.slice(0, limit);
      const known = stores.sessions.byClaudeId(shown.map(({ id }) => id));
      return {
        items: await Promise.all(shown.map((each) => describe(each, known.get(each.id)))),
        nextCursor: page.length > limit ? String(from + limit) : null,
      };
    },

    /**
     * The session that goes on with this conversation; the same one when it is imported again.
     * @throws PorterError NOT_FOUND
     */
    async take(claudeSessionId: string, actor: Actor): Promise<Session> {
      const known = findKnown(claudeSessionId);
      if (known) return known;
      const [conversation, path] = await Promise.all([
        findConversation(claudeSessionId),
        findTranscript(deps.claudeFolder, claudeSessionId),
      ]);
      if (!conversation || path === undefined)
        throw new PorterError("NOT_FOUND", "Claude has no conversation with this id any more.");
      const places = numbered(await indexTranscript(path, saysSomething));
      const session: Session = {
        ...blankSession(actor),
        title: shorten(conversation.title, LONGEST_TITLE),
        prompt: conversation.firstPrompt,
        status: "completed",
        claudeSessionId,
        cwd: conversation.cwd ?? config.cwd,
        permissionMode: config.permission_mode,
        origin: "imported",
        createdAt: conversation.createdAt,
        updatedAt: conversation.updatedAt,
      };
      const newest = await readBatch(session.id, path, places.slice(-BATCH));
      // While the file was read, another call may have been faster.
      const faster = findKnown(claudeSessionId);
      if (faster) return faster;
      events.write((append) => {
        stores.sessions.insert(session);
        stores.messages.insertAt(newest);
        append({ kind: "session.created", subject: `session:${session.id}`, actor });
      });
      fillBehind(session.id, path, places.slice(0, -BATCH));
      return session;
    },

    isFilling: (sessionId: string): boolean => filling.has(sessionId),

    /** Goes on with imports that the end of the server has cut off. */
    async goOn(): Promise<void> {
      for (const sessionId of stores.sessions.halfImported()) {
        const { claudeSessionId } = stores.sessions.find(sessionId) ?? {};
        const first = stores.messages.first(sessionId);
        const path = claudeSessionId && (await findTranscript(deps.claudeFolder, claudeSessionId));
        if (!first || !path) continue; // Claude has removed it: what is there stays.
        const places = numbered(await indexTranscript(path, saysSomething));
        const place = places[first.seq - 1];
        const [there] = place ? await readBatch(sessionId, path, [place]) : [];
        // Not by its id: one whose id was taken has another here.
        const isSame = there?.role === first.role && Bun.deepEquals(there.content, first.content);
        if (isSame) await fill(sessionId, path, places.slice(0, first.seq - 1));
      }
    },
  };
}

type Numbered = TranscriptMessage & { seq: number };

const numbered = (messages: readonly TranscriptMessage[]): Numbered[] =>
  messages.map((message, index) => ({ ...message, seq: index + 1 }));

const saysSomething = (entry: TranscriptEntry): boolean => readMessage([entry]) !== undefined;

const matches = (
  { id, title, firstPrompt, cwd, branch }: Conversation,
  words: readonly string[],
): boolean => {
  const text = [id, title, firstPrompt, cwd, branch].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
};

function readCursor(cursor: string): number {
  const from = Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new PorterError("INVALID", "This cursor is not from this list.");
  return from;
}
