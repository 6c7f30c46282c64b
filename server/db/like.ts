import { sql, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";

const escape = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`);

/** The column contains the text, letter case aside (SQLite: ASCII only); `%` and `_` stand for themselves. */
export const contains = (column: AnySQLiteColumn, text: string): SQL =>
  sql`${column} like ${`%${escape(text)}%`} escape '\\'`;

export const startsWith = (column: AnySQLiteColumn, text: string): SQL =>
  sql`${column} like ${`${escape(text)}%`} escape '\\'`;
