import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { startPorter } from "../support/server.ts";

// A row of Porter's own that did not fit its schema was told as the caller's mistake, field by field.
test("a damaged row is INTERNAL: logged, and not shown", async () => {
  await using porter = await startPorter();
  const { id } = await porter.client.tasks.create.mutate({ title: "A" });
  await porter.client.tasks.remove.mutate({ id });
  using database = new Database(join(porter.dataDir, "porter.db"));
  database.run(`UPDATE events SET before = '{"json":{"secret":1}}' WHERE kind = 'task.removed'`);
  const error: unknown = await porter.client.tasks.restore.mutate({ id }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    message: "Something went wrong in Porter. The server's log says what.",
    code: "INTERNAL",
    status: 500,
  });
  expect(porter.stderr()).toContain('"path":"tasks.restore"');
});
