import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { NO_CLAUDE } from "../../support/no-claude.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { startPorter } from "../../support/server.ts";
import { call, ofKind } from "../doors/procedures.ts";

test("whatever changes something says so while the database is locked, and nothing else goes wrong with it", async () => {
  await using porter = await startPorter({ config: NO_CLAUDE });
  using stranger = new Database(join(porter.dataDir, "porter.db"));
  stranger.run("BEGIN IMMEDIATE");
  // In the suite others each time: a write that waits in vain takes 200 ms.
  const mutations = ofKind("mutation").toSorted(() => Math.random() - 0.5);
  const headers = { authorization: `Bearer ${porter.token}` };
  const tried = mutations.slice(0, runs(15, mutations.length));
  let unavailable = 0;
  for (const procedure of tried) {
    const { status, codes } = await call([procedure], { url: porter.url, headers });
    expect({ path: procedure.path, status, codes }).toMatchObject({
      codes: expect.not.arrayContaining(["INTERNAL"]),
    });
    expect(status === 503 || status < 500).toBe(true);
    if (status === 503) unavailable++;
  }
  expect(unavailable).toBeGreaterThan(0);
  const failures = porter.stderr().match(/"level":50[^\n]*/g) ?? [];
  expect(failures.filter((line) => !line.includes('"trouble":"locked"'))).toEqual([]);
  stranger.run("ROLLBACK");
  await porter.client.tasks.create.mutate({ title: "free again" });
  figure("database", "locked: changes of other kinds that were refused in words", unavailable);
});
