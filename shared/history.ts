import { z } from "zod";
import { Cursor, Id, PageLimit } from "./ids.ts";
import { oneLine } from "./text.ts";

export const RenameSession = z.strictObject({ id: Id, title: oneLine(200) });
export type RenameSession = z.infer<typeof RenameSession>;

/** A pinned session stands in front of the others. */
export const PinSession = z.strictObject({ id: Id, pinned: z.boolean() });
export type PinSession = z.infer<typeof PinSession>;

/** An archived session is in no list that does not ask for it; a message that is sent to it brings it back. */
export const ArchiveSession = z.strictObject({ id: Id, archived: z.boolean() });
export type ArchiveSession = z.infer<typeof ArchiveSession>;

const Seq = z.number().int().positive();

/**
 * A part of the conversation, by the `seq` of a message: what surrounds it (itself included), what stands in front of
 * it, or what comes behind it.
 */
export const ReadMessages = z.strictObject({
  id: Id,
  from: z.union([
    z.strictObject({ around: Seq }),
    z.strictObject({ before: Seq }),
    z.strictObject({ after: Seq }),
  ]),
  limit: PageLimit.optional(),
});
export type ReadMessages = z.infer<typeof ReadMessages>;

/** What a sub-agent said: the latest messages below its tool call, or with `before` (a `seq`) the ones in front of it. */
export const ReadNested = z.strictObject({
  id: Id,
  parentToolUseId: z.string().min(1).max(200),
  before: Seq.optional(),
  limit: PageLimit.optional(),
});
export type ReadNested = z.infer<typeof ReadNested>;

/** Conversations of the owner's own Claude; `query` finds words in title, first prompt, folder and branch, or an id. */
export const ListImportable = z.strictObject({
  query: z.string().max(500).optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListImportable = z.infer<typeof ListImportable>;

export type Importable = {
  claudeSessionId: string;
  title: string;
  /** Null where Claude has not written it down. */
  cwd: string | null;
  updatedAt: Date;
  /** Null for one that is too large to be counted for a list. */
  messages: number | null;
  /** The session that it is here already. */
  sessionId: string | null;
};

export const ImportSession = z.strictObject({ claudeSessionId: z.uuid() });
export type ImportSession = z.infer<typeof ImportSession>;

/**
 * A new session whose conversation goes up to a message: with it and its tools' results when the agent said it; up to
 * what stands before it when the person did, so that it can be said anew.
 */
export const ForkSession = z.strictObject({ id: Id, messageId: Id });
export type ForkSession = z.infer<typeof ForkSession>;

export const ExportFormat = z.enum(["markdown", "json"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** One piece of the whole; the next one is asked for with `cursor`. */
export const ExportSession = z.strictObject({ id: Id, format: ExportFormat, cursor: Cursor.optional() });
export type ExportSession = z.infer<typeof ExportSession>;

/** All pieces, one behind the other, are the file. */
export type ExportPiece = { fileName: string; mediaType: string; text: string; nextCursor: string | null };
