import { expect, test } from "bun:test";
import { startPorter } from "../support/server.ts";

/** HTTP answers a batch in which one call fails with 207, and that stood in the error. */
test("of calls that travel together each fails with its own status", async () => {
  await using porter = await startPorter();
  const { tasks, system } = porter.client;
  const [missing, wrong, fine] = await Promise.allSettled([
    tasks.get.query({ number: 9_999 }),
    tasks.list.query({ limit: 0 }),
    system.status.query(),
  ]);
  expect(missing).toMatchObject({ reason: { code: "NOT_FOUND", status: 404 } });
  expect(wrong).toMatchObject({ reason: { code: "INVALID", status: 400 } });
  expect(fine.status).toBe("fulfilled");
});
