import { Database } from "bun:sqlite";
import { z } from "zod";
import { latestApplied, newestKnown } from "./schema-version.ts";

const Finding = z.record(z.string(), z.string());

/** More than these say nothing more. */
const MOST_FINDINGS = 3;

/**
 * What is wrong with the pages of a database, as SQLite says it; empty when it is whole. Indexes are not compared with
 * their tables: that takes as long again, and none is lost with them.
 */
export function findDamage(sqlite: Database): string[] {
  return sqlite
    .query(`PRAGMA quick_check(${MOST_FINDINGS})`)
    .all()
    .map((row) => Object.values(Finding.parse(row)).join(" "))
    .filter((line) => line !== "ok");
}

/**
 * Whether a file is a whole database of a Porter that this one understands. Reads all of it: 10 ms for each MB.
 * @throws Error in words that follow the name of the file
 */
export function requireWhole(path: string, migrations: string): void {
  using sqlite = new Database(path, { readonly: true });
  const findings = sqlite
    .query(`PRAGMA integrity_check(${MOST_FINDINGS})`)
    .all()
    .map((row) => Object.values(Finding.parse(row)).join(" "));
  if (findings.join() !== "ok") throw new Error(`is damaged: ${findings.join("; ")}`);
  const orphans = sqlite.query("PRAGMA foreign_key_check").all().length;
  if (orphans > 0) throw new Error(`has ${orphans} rows that point to rows that do not exist`);
  const applied = latestApplied(sqlite);
  if (applied === null) throw new Error("is not a database of Porter's");
  const newest = newestKnown(migrations);
  if (newest && applied > newest.when) throw new Error("was made by a newer Porter. Update Porter first");
}
