import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPorterClient, porterErrorOf } from "../../../client/sdk/index.ts";
import { porterCommand } from "../../cli/command.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { scratchDir, startPorter } from "../../support/server.ts";
import { titlesOf } from "../../support/titles.ts";

test("a drill: backups beside a server that is written to, the house burns down, and one of them brings it back", async () => {
  const BACKUPS = runs(1, 10);
  using scratch = scratchDir("drill");
  await using first = await startPorter({ home: scratch.path });
  const env = { PORTER_DATA_DIR: first.dataDir };
  const session = await first.client.tasks.create.mutate({ title: "before" });
  const lent = await first.client.tokens.create.mutate({ name: "lent", scope: "read" });

  /** Written while backups are made; each backup holds a beginning of them. */
  const titles: string[] = [];
  const stop = new AbortController();
  async function write(): Promise<void> {
    for (let n = 0; !stop.signal.aborted; n++) {
      await first.client.tasks.create.mutate({ title: `beside ${n}` });
      titles.push(`beside ${n}`);
    }
  }
  const writing = write();
  let made: { path: string; rows: Record<string, number> } | undefined;
  const away = join(scratch.path, "away");
  for (let n = 0; n < BACKUPS; n++) {
    const { stdout, stderr, code } = await porterCommand(["backup", "--to", away, "--json"], env);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    made = JSON.parse(stdout);
  }
  stop.abort();
  await writing;
  const refused = await porterCommand(["restore", made?.path ?? ""], env);
  expect({ stdout: refused.stdout, code: refused.code }).toEqual({ stdout: "", code: 1 });
  expect(refused.stderr).toContain("in use by another Porter");

  // A tab that has seen all of it, and what comes after the backup is lost.
  const cursor = await lastEventId(first);
  await first.client.tasks.create.mutate({ title: "lost" });
  expect(await first.stop()).toBe(0);
  expect(existsSync(join(first.dataDir, "porter.db-wal"))).toBe(false);

  const restored = await porterCommand(["restore", made?.path ?? "", "--json"], env);
  expect({ stderr: restored.stderr, code: restored.code }).toEqual({ stderr: "", code: 0 });
  const { aside }: { aside: string } = JSON.parse(restored.stdout);
  expect(readdirSync(aside)).toContain("porter.db");

  await using second = await startPorter({ home: scratch.path });
  expect(second.token).toBe(first.token);
  const kept = (await titlesOf(second)).filter((title) => title.startsWith("beside"));
  expect(made?.rows.tasks).toBe(kept.length + 1);
  expect(kept.sort(byNumber)).toEqual(titles.slice(0, kept.length));
  expect(await second.client.tasks.get.query({ id: session.id })).toEqual(session);
  const withLent = createPorterClient({ url: second.url, token: lent.token }).tasks.list.query();
  expect(await withLent.catch(porterErrorOf)).toMatchObject({ code: "UNAUTHORIZED" });
  await second.client.tasks.create.mutate({ title: "after" });
  expect(await firstSignal(second, cursor)).toBe("resync");
  expect(readFileSync(join(second.dataDir, "vault.key"), "utf8")).toBe(
    readFileSync(join(aside, "vault.key"), "utf8"),
  );
  figure("database", "backups beside a server that is written to, verified", BACKUPS);
  figure("database", "restore drill: acknowledged tasks of the backup that were missing", 0);
});

const byNumber = (a: string, b: string) => Number(a.split(" ")[1]) - Number(b.split(" ")[1]);

type Client = Pick<Awaited<ReturnType<typeof startPorter>>, "client">;

/** The cursor of a stream that is up to date. */
function lastEventId({ client }: Client): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const subscription = client.events.onEvent.subscribe(undefined, {
    onData: ({ id }) => resolve(id),
    onError: reject,
  });
  return promise.finally(() => subscription.unsubscribe());
}

function firstSignal({ client }: Client, lastEventId: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const subscription = client.events.onEvent.subscribe(
    { lastEventId },
    {
      onData: ({ data }) => resolve(data.topic === "stream" ? data.change.type : data.topic),
      onError: reject,
    },
  );
  return promise.finally(() => subscription.unsubscribe());
}
