import type { Actor } from "../../shared/actor.ts";
import type {
  ArchiveSession,
  ExportPiece,
  ExportSession,
  ForkSession,
  PinSession,
  ReadMessages,
  ReadNested,
  RenameSession,
} from "../../shared/history.ts";
import type { Message } from "../../shared/message.ts";
import type { Session } from "../../shared/session.ts";
import { shorten } from "../../shared/text.ts";
import { PorterError } from "../errors.ts";
import type { EventLog } from "../events/log.ts";
import { blankSession } from "./blank-session.ts";
import type { ConversationPages } from "./conversation-pages.ts";
import { fileNameOf, writers } from "./export.ts";
import { limitsOf } from "./denied-tools.ts";
import { findInTranscript } from "./fork.ts";
import type { Imports } from "./import.ts";
import { copyConversation } from "./runner/transcript.ts";
import type { SessionSetupStore } from "./store/session-setup.ts";
import type { Stores } from "./stores.ts";

const PAGE = 100;
/** Messages in one piece of an export. */
const PIECE = 200;
const LONGEST_TITLE = 80;
const AT_WORK = new Set<Session["status"]>(["queued", "running", "waiting"]);

export type History = ReturnType<typeof createHistory>;

/** What is done with whole conversations: kept in order, read to their depth, forked, brought in and taken out. */
export function createHistory(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  imports: Imports;
  pages: ConversationPages;
  setups: Pick<SessionSetupStore, "find" | "set">;
  /** The CLI's own folder: `~/.claude`. */
  claudeFolder: string;
}) {
  const { stores, events, imports } = deps;

  function get(id: string): Session {
    const session = stores.sessions.find(id);
    if (!session) throw new PorterError("NOT_FOUND", "There is no session with this id.");
    return session;
  }

  function label(
    id: string,
    change: Partial<Pick<Session, "title" | "pinnedAt" | "archivedAt">>,
    actor: Actor,
  ): Session {
    return events.write((append) => {
      const session = stores.sessions.label(get(id).id, change);
      append({ kind: "session.updated", subject: `session:${id}`, actor });
      return session;
    });
  }

  /** What a fork at this message keeps of the conversation. */
  function keptBy(session: Session, messageId: string): Message[] {
    const chosen = stores.messages.find(messageId);
    if (chosen?.sessionId !== session.id || chosen.parentToolUseId !== null)
      throw new PorterError("NOT_FOUND", "There is no such message in the conversation.");
    if (chosen.state === "streaming" || session.queuedMessageIds.includes(messageId))
      throw new PorterError("CONFLICT", "This message is not finished yet. Fork when it is.");
    const said = stores.messages
      .ofSession(session.id)
      .filter(({ id }) => !session.queuedMessageIds.includes(id));
    const at = said.findIndex(({ id }) => id === messageId);
    if (chosen.role === "user") return said.slice(0, at);
    const next = said.findIndex(({ role }, index) => index > at && role !== "tool");
    return next < 0 ? said : said.slice(0, next);
  }

  return {
    rename: ({ id, title }: RenameSession, actor: Actor): Session => label(id, { title }, actor),

    pin({ id, pinned }: PinSession, actor: Actor): Session {
      const session = get(id);
      if ((session.pinnedAt !== null) === pinned) return session;
      return label(id, { pinnedAt: pinned ? new Date() : null }, actor);
    },

    /** @throws PorterError CONFLICT for one that is at work: it must not be lost from sight */
    archive({ id, archived }: ArchiveSession, actor: Actor): Session {
      const session = get(id);
      if ((session.archivedAt !== null) === archived) return session;
      if (archived && AT_WORK.has(session.status))
        throw new PorterError("CONFLICT", "This session is at work. Stop it first.");
      return label(id, { archivedAt: archived ? new Date() : null }, actor);
    },

    messages({ id, from, limit }: ReadMessages) {
      get(id);
      if ("around" in from) return deps.pages.around(id, from.around, limit);
      return "before" in from
        ? deps.pages.before(id, from.before, limit)
        : deps.pages.after(id, from.after, limit);
    },

    nested({ id, parentToolUseId, before, limit = PAGE }: ReadNested) {
      get(id);
      const read = stores.messages.nested(id, parentToolUseId, { before, limit: limit + 1 });
      const messages = read.slice(-limit);
      return { messages, olderCursor: read.length > limit ? (messages[0]?.seq ?? null) : null };
    },

    importable: imports.list,
    import: imports.take,

    /**
     * Claude's transcript is copied up to the same message, so that it goes on from there. Where Claude has none, the
     * next prompt tells what was said (see `prompt.ts`).
     * @throws PorterError NOT_FOUND, or CONFLICT for what is still being written
     */
    async fork({ id, messageId }: ForkSession, actor: Actor): Promise<Session> {
      const source = get(id);
      if (imports.isFilling(id))
        throw new PorterError("CONFLICT", "This session is still being imported. Try again in a moment.");
      const kept = keptBy(source, messageId);
      const last = kept.at(-1);
      const { claudeSessionId } = source;
      const place = claudeSessionId && (await findInTranscript(deps.claudeFolder, claudeSessionId, kept));
      const session: Session = {
        ...blankSession(actor),
        title: `${shorten(source.title, LONGEST_TITLE - " (fork)".length)} (fork)`,
        prompt: source.prompt,
        status: "completed",
        claudeSessionId: claudeSessionId && place ? await copyConversation(claudeSessionId, place) : null,
        taskId: source.taskId,
        cwd: source.cwd,
        model: source.model,
        effort: source.effort,
        permissionMode: source.permissionMode,
        profileId: source.profileId,
        forkedFrom: id,
      };
      events.write((append) => {
        stores.sessions.insert(session);
        const setup = deps.setups.find(id);
        deps.setups.set(session.id, {
          ...limitsOf(setup),
          instructions: setup?.instructions ?? "",
          leftOut: setup?.leftOut ?? [],
        });
        if (last) stores.messages.copy(id, session.id, last.seq);
        append({ kind: "session.created", subject: `session:${session.id}`, actor });
      });
      return session;
    },

    /** A session as a file, in pieces, so that a long one is never in memory as a whole. */
    export({ id, format, cursor }: ExportSession): ExportPiece {
      const session = get(id);
      if (imports.isFilling(id))
        throw new PorterError("CONFLICT", "This session is still being imported. Try again in a moment.");
      const writer = writers[format];
      const after = cursor === undefined ? 0 : Number(cursor);
      const read = stores.messages.following(id, after, PIECE + 1);
      const messages = read.slice(0, PIECE);
      const hasMore = read.length > PIECE;
      const changed = new Map(
        stores.approvals
          .ofSession(id)
          .flatMap(({ toolUseId, editedInput }) => (editedInput ? [[toolUseId, editedInput]] : [])),
      );
      const text = [
        cursor === undefined ? writer.begin(session) : "",
        ...messages.map((message, index) =>
          writer.message(message, cursor === undefined && index === 0, changed),
        ),
        hasMore ? "" : writer.end,
      ].join("");
      const next = hasMore ? messages.at(-1)?.seq : undefined;
      return {
        fileName: fileNameOf(session, writer),
        mediaType: writer.mediaType,
        text,
        nextCursor: next === undefined ? null : String(next),
      };
    },
  };
}
