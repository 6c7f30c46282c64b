import { expect, test } from "bun:test";
import { findDamage } from "../../../server/db/condition.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { MIGRATIONS, openScratchDatabase } from "../../support/database.ts";
import { runWriter } from "./writer.ts";

/** Ids of tasks that were written, and of those that were removed, as a writer said before it was killed. */
type Said = { made: Set<string>; removed: Set<string> };

test("kill -9 in the middle of mixed writes: all that was acknowledged is there, nothing is half there", async () => {
  const KILLS = runs(8, 100);
  using scratch = openScratchDatabase();
  const { dataDir } = scratch;
  scratch.close();
  const said: Said = { made: new Set(), removed: new Set() };
  for (let kill = 0; kill < KILLS; kill++) {
    // Not by the clock: after as many lines as the number says, at whatever statement it is by then.
    for (const line of await runWriter(dataDir, { killAfter: 3 + ((kill * 17) % 40) })) {
      const [what, id = ""] = line.split(" ");
      (what === "made" ? said.made : said.removed).add(id);
    }
    verify(dataDir, said);
  }
  expect(said.made.size).toBeGreaterThan(KILLS);
  figure("database", "kill -9 in mixed writes", KILLS);
  figure("database", "kill -9 in mixed writes: acknowledged changes", said.made.size + said.removed.size);
  figure("database", "kill -9 in mixed writes: lost, half or doubled", 0);
});

function verify(dataDir: string, { made, removed }: Said): void {
  const { db, warnings, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  try {
    const column = (sql: string) => db.values(sql).map(([value]) => String(value));
    const tasks = new Set(column("SELECT id FROM tasks"));
    // It may have been killed after it removed one, before it could say so.
    const gone = new Set(column("SELECT substr(subject, 6) FROM events WHERE kind = 'task.removed'"));
    expect([...made].filter((id) => !tasks.has(id) && !gone.has(id))).toEqual([]);
    expect([...removed].filter((id) => tasks.has(id))).toEqual([]);
    // What changed and the line in the log are one: each task there is has exactly one that made it.
    const log = column("SELECT substr(subject, 6) FROM events WHERE kind = 'task.created'");
    expect(log.length).toBe(new Set(log).size);
    expect([...tasks].filter((id) => !log.includes(id))).toEqual([]);
    const ids = column("SELECT id FROM events ORDER BY id").map(Number);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    expect(column("SELECT count(*) FROM tasks_fts")).toEqual([String(tasks.size)]);
    expect(db.values("PRAGMA foreign_key_check")).toEqual([]);
    expect(findDamage(db.$client)).toEqual([]);
    expect(warnings).toEqual([]);
  } finally {
    close();
  }
}
