import { z } from "zod";

/** Where the reading of a calendar goes on. */
const Cursor = z.object({
  /** Of what items follow from besides their texts: what was read on another one is read again. */
  basis: z.string(),
  /** The sync token, or of a server that has none the ctag; null: there is no such thing, and all has to be compared. */
  version: z.string().nullable(),
  /** Of each object by its name; null: the server itself knows what has changed since `version`. */
  etags: z.record(z.string(), z.string()).nullable(),
  /** The source ids of what an object holds beside its event, by its name. */
  parts: z.record(z.string(), z.array(z.string())),
  /** Names of objects that have changed and that the server could not give. */
  unread: z.array(z.string()),
});
export type Cursor = z.infer<typeof Cursor>;

export const writeCursor = (cursor: Cursor): string => JSON.stringify(cursor);

/** undefined: from the beginning. */
export function readCursor(text: string | null, basis: string): Cursor | undefined {
  const cursor = text === null ? undefined : Cursor.safeParse(JSON.parse(text)).data;
  return cursor?.basis === basis ? cursor : undefined;
}
