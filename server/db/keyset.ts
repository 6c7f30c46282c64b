import { asc, desc, sql, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { PorterError } from "../errors.ts";

/** An order that pages can be cut from: by a value, and by a unique key where values are equal. */
export type Order = { by: SQL | AnySQLiteColumn; unique: AnySQLiteColumn; direction: "asc" | "desc" };

const Key = z.tuple([z.union([z.number(), z.string()]), z.union([z.number(), z.string()])]);
export type Key = z.infer<typeof Key>;

export const orderBy = ({ by, unique, direction }: Order): SQL[] =>
  direction === "asc" ? [asc(by), asc(unique)] : [desc(by), desc(unique)];

/**
 * The rows behind a cursor, by a row-value comparison: unlike OFFSET it stays right while rows come and go.
 * @throws PorterError INVALID for a cursor that this list did not give out
 */
export function behind({ by, unique, direction }: Order, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [value, key] = decode(cursor);
  return direction === "asc"
    ? sql`(${by}, ${unique}) > (${value}, ${key})`
    : sql`(${by}, ${unique}) < (${value}, ${key})`;
}

const encode = (key: Key): string => Buffer.from(JSON.stringify(key)).toString("base64url");

function decode(cursor: string): Key {
  try {
    return Key.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new PorterError("INVALID", "This cursor is not from this list.", { cause });
  }
}

/** Cuts the one row that was asked for beyond the limit and names the place to go on from. */
export function toPage<Row extends { key: Key }>(
  rows: Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? encode(last.key) : null };
}

/** Rows that were fetched by their unique keys, in the order of these; one that is gone by now is left out. */
export function inTheirOrder<Row, Unique>(
  keys: readonly Unique[],
  rows: readonly Row[],
  keyOf: (row: Row) => Unique,
): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}
