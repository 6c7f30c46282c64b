import { expect, test } from "bun:test";
import { startPorter } from "../support/server.ts";

test("an orderly stop prints nothing: stdout has the one line of the start", async () => {
  await using porter = await startPorter();
  expect(await porter.stop()).toBe(0);
  expect(porter.stdout()).toMatch(/^Porter serves on .+\n$/);
  expect(porter.stderr()).toBe("");
});
