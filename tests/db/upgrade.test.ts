import { expect, test } from "bun:test";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import superjson from "superjson";
import { z } from "zod";
import { prepareDataDir } from "../../server/db/instance.ts";
import { openDatabase } from "../../server/db/open.ts";
import { MIGRATIONS } from "../support/database.ts";
import { scratchDir, startPorter } from "../support/server.ts";

const Journal = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number() })) });
/** Young enough to be in the event log still. */
const AT = Date.now() - 86_400_000;

/** The first schema that people had, with a task, a session, messages, a notification and an old event in it. */
function makeFirstPorter(home: string): void {
  const dataDir = join(home, "data");
  prepareDataDir(dataDir);
  const migrations = join(home, "migrations");
  cpSync(MIGRATIONS, migrations, { recursive: true });
  const journalPath = join(migrations, "meta/_journal.json");
  const journal = Journal.parse(JSON.parse(readFileSync(journalPath, "utf8")));
  const entries = journal.entries.filter(({ idx }) => idx === 0);
  writeFileSync(journalPath, JSON.stringify({ ...journal, entries }));
  const { db, close } = openDatabase({ dataDir, migrations });
  const sqlite = db.$client;
  const old = {
    id: "01a203f1-09a5-7505-81ce-d98e1802e46e",
    number: 1,
    title: "Plan the garden",
    description: "Beds and a path",
    status: "todo",
    priority: "high",
    tags: ["home"],
    dueAt: null,
    createdBy: "owner",
    createdAt: new Date(AT),
    updatedBy: "owner",
    updatedAt: new Date(AT),
    completedAt: null,
  };
  const insertTask = sqlite.prepare(
    "insert into tasks (id, title, description, status, priority, tags, created_by, created_at, updated_by, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const task = (id: string, title: string, updatedBy: string) =>
    insertTask.run(id, title, old.description, "todo", "high", '["home"]', "owner", AT, updatedBy, AT);
  task(old.id, old.title, "owner");
  task("01a203f1-09a5-7505-81ce-d98e1802e46f", "Mend the fence", "webhook:fence");
  sqlite.run(
    "insert into events (kind, subject, actor, after, created_at) values ('task.created', ?, 'owner', ?, ?)",
    [`task:${old.id}`, superjson.stringify(old), AT],
  );
  const session = "01a203f1-09a5-7505-81ce-d98e1802e470";
  sqlite.run(
    "insert into sessions (id, title, prompt, status, cwd, permission_mode, cost_usd, usage, mcp_servers, allowed_tools, started_by, created_at, updated_at) values (?, 'A session about larch', 'Which wood?', 'completed', '/tmp', 'default', 0, '{\"inputTokens\":0,\"outputTokens\":0,\"cacheReadTokens\":0,\"cacheCreationTokens\":0}', '[]', '[]', 'owner', ?, ?)",
    [session, AT, AT],
  );
  sqlite.run(
    "insert into messages (id, session_id, seq, role, content, state, created_at) values ('01a203f1-09a5-7505-81ce-d98e1802e471', ?, 1, 'assistant', '[{\"type\":\"text\",\"text\":\"Hazel bends.\"}]', 'done', ?)",
    [session, AT],
  );
  sqlite.run(
    "insert into notifications (id, kind, title, body, link, created_at) values ('01a203f1-09a5-7505-81ce-d98e1802e472', 'agent_completed', 'A session about larch', 'The agent has finished.', '/agents/x', ?)",
    [AT],
  );
  close();
}

test("a Porter of the first schema is found whole by this one: in order, searchable, with its history", async () => {
  using home = scratchDir("upgrade");
  makeFirstPorter(home.path);
  await using porter = await startPorter({ home: home.path });
  const { client } = porter;

  const { items } = await client.tasks.list.query({ sort: "manual" });
  expect(items.map(({ title }) => title)).toEqual(["Mend the fence", "Plan the garden"]);
  expect(items.map(({ outsideText }) => outsideText)).toEqual(["webhook:fence", null]);
  expect(items[1]).toMatchObject({ recurrence: null, parentId: null, subtasks: { total: 0, done: 0 } });
  const [first, second] = items;
  await client.tasks.create.mutate({ title: "On top" });
  await client.tasks.move.mutate({ ids: [second?.id ?? ""], before: first?.id ?? "" });
  const order = (await client.tasks.list.query({ sort: "manual" })).items.map(({ title }) => title);
  expect(order).toEqual(["On top", "Plan the garden", "Mend the fence"]);

  for (const [text, kind] of [
    ["garden", "task"],
    ["larch", "session"],
    ["hazel", "message"],
    ["finished", "notification"],
  ] as const)
    expect((await client.search.query.query({ text, kinds: [kind] })).hits).toHaveLength(1);
  expect(await client.notifications.list.query({})).toMatchObject({
    items: [{ key: null, tokenId: null, doneAt: null }],
    unread: 1,
  });
  expect(await client.tasks.counts.query()).toMatchObject({ todo: 3, done: 0 });
  expect((await client.tasks.tags.query()).items).toEqual([{ tag: "home", count: 2 }]);

  const history = await client.tasks.activity.query({ id: second?.id ?? "" });
  expect(history.items.map(({ kind }) => kind)).toEqual(["moved", "created"]);
  await client.tasks.remove.mutate({ id: second?.id ?? "" });
  expect(await client.tasks.restore.mutate({ id: second?.id ?? "" })).toMatchObject({
    title: "Plan the garden",
  });
});
