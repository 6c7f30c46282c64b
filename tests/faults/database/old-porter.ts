import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findDamage } from "../../../server/db/condition.ts";
import { prepareDataDir } from "../../../server/db/instance.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { latestApplied } from "../../../server/db/schema-version.ts";
import { MIGRATIONS } from "../../support/database.ts";

const Journal = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number() })) });

/** The migrations up to this one, as that Porter had them. */
function migrationsUpTo(idx: number, folder: string): string {
  cpSync(MIGRATIONS, folder, { recursive: true });
  const path = join(folder, "meta/_journal.json");
  const journal = Journal.parse(JSON.parse(readFileSync(path, "utf8")));
  const entries = journal.entries.filter((entry) => entry.idx <= idx);
  writeFileSync(path, JSON.stringify({ ...journal, entries }));
  return folder;
}

/** How many schemas there have been before this one. */
export function countEarlierSchemas(): number {
  const journal = Journal.parse(JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8")));
  return journal.entries.length - 1;
}

/** What each table of the first schema has in it, which every later one must have, too. */
const ROWS = { tasks: 20, sessions: 1, messages: 20, notifications: 20, events: 20 };

/** A data folder as the Porter of that schema left it, which began with the first one. */
export function makeOldPorter(dataDir: string, idx: number, scratch: string): void {
  prepareDataDir(dataDir);
  const migrations = join(scratch, `migrations-${idx}`);
  const first = openDatabase({ dataDir, migrations: migrationsUpTo(0, `${migrations}-first`) });
  const insert = (sql: string) => {
    for (let n = 1; n <= 20; n++) first.db.$client.run(sql, [`${n}`]);
  };
  insert(
    "INSERT INTO tasks (id, title, description, status, priority, tags, created_by, created_at, updated_by, updated_at) VALUES ('t' || ?1, 'Task ' || ?1, 'Words', 'todo', 'low', '[\"a\"]', 'owner', 1, 'webhook:w', 1)",
  );
  first.db.$client.run(
    "INSERT INTO sessions (id, title, prompt, status, cwd, permission_mode, cost_usd, usage, mcp_servers, allowed_tools, started_by, created_at, updated_at) VALUES ('s1', 'S', 'p', 'completed', '/', 'default', 0, '{}', '[]', '[]', 'owner', 1, 1)",
  );
  insert(
    "INSERT INTO messages (id, session_id, seq, role, content, state, created_at) VALUES ('m' || ?1, 's1', ?1, 'user', '[{\"type\":\"text\",\"text\":\"Hello\"}]', 'done', 1)",
  );
  insert(
    "INSERT INTO notifications (id, kind, title, body, link, created_at) VALUES ('n' || ?1, 'agent_completed', 'Done', 'It is done', '/agents/x', 1)",
  );
  insert(
    "INSERT INTO events (kind, subject, actor, created_at) VALUES ('task.updated', 'task:t' || ?1, 'owner', 1)",
  );
  first.close();
  if (idx > 0) openDatabase({ dataDir, migrations: migrationsUpTo(idx, migrations) }).close();
}

/** The newest migration that the database has had, as `schema-version.ts` has it. */
export function appliedIn(dataDir: string): number | null {
  using sqlite = new Database(join(dataDir, "porter.db"), { readonly: true });
  return latestApplied(sqlite);
}

/** Opens it, which migrates it, and looks whether all is there that the first schema had. */
export function expectWhole(dataDir: string): void {
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  try {
    const count = (table: string) => Number(db.values(`SELECT count(*) FROM ${table}`)[0]?.[0]);
    expect(Object.fromEntries(Object.keys(ROWS).map((table) => [table, count(table)]))).toEqual(ROWS);
    expect(count("tasks_fts")).toBe(ROWS.tasks);
    expect(findDamage(db.$client)).toEqual([]);
    expect(db.values("PRAGMA foreign_key_check")).toEqual([]);
    expect(db.values("PRAGMA foreign_keys")).toEqual([[1]]);
  } finally {
    close();
  }
}
