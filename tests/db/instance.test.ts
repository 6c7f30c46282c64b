import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { holdDataDir, prepareDataDir } from "../../server/db/instance.ts";
import { scratchDir, startAndFail, startPorter } from "../support/server.ts";

describe("one server per data folder", () => {
  test("a second one says which process holds it and ends, and the first one goes on", async () => {
    await using porter = await startPorter();
    const { code, stderr } = await startAndFail({ home: porter.home });
    expect(code).toBe(1);
    expect(stderr).toContain(porter.dataDir);
    expect(stderr).toContain(`process ${porter.pid}`);
    expect(await porter.client.tasks.counts.query()).toMatchObject({ todo: 0 });
  });

  test("a kill -9 leaves nothing that keeps the next one out", async () => {
    using home = scratchDir("home");
    const first = await startPorter({ home: home.path });
    const task = await first.client.tasks.create.mutate({ title: "kept" });
    await first.kill();
    await using second = await startPorter({ home: home.path });
    expect(await second.client.tasks.get.query({ id: task.id })).toEqual(task);
    expect(second.token).toBe(first.token);
  });
});

describe("the lock", () => {
  test("is free again when the holder lets go", () => {
    using folder = scratchDir("data");
    prepareDataDir(folder.path);
    {
      using hold = holdDataDir(folder.path, 1);
      expect(hold).toBeDefined();
      expect(() => holdDataDir(folder.path, 2)).toThrow(/in use by another Porter \(process 1, since /);
    }
    holdDataDir(folder.path, 3)[Symbol.dispose]();
  });

  test("a lock file that is damaged is not called another Porter", () => {
    using folder = scratchDir("data");
    prepareDataDir(folder.path);
    writeFileSync(join(folder.path, "instance.lock"), "no database ".repeat(500));
    expect(() => holdDataDir(folder.path, 1)).toThrow(/instance\.lock cannot be locked/);
  });
});
