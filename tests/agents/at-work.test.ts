import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const api = startMessagesApi();
let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ api });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

test("a session at work tells what it does now, whatever waits behind it, and nothing once it has ended", async () => {
  const { agents } = porter.client;
  const command = `while [ ! -e ${porter.home}/go ]; do sleep 0.05; done`;
  api.when("BUILD", [[text("I build."), toolUse("Bash", { command })], [text("Built.")]]);
  api.when("AND THEN", [[text("Nothing more.")]]);
  const { id } = await agents.start.mutate({ prompt: "BUILD", permissionMode: "bypassPermissions" });
  using watch = watchSession(porter.client, id);
  await watch.until(({ messages }) => messages.at(-1)?.state === "done" && messages.length === 2);
  const { id: queued } = await agents.send.mutate({ id, content: "AND THEN" });
  await watch.until(({ session }) => session?.queuedMessageIds.includes(queued) === true);
  expect(await agents.atWork.query()).toEqual({
    items: [{ sessionId: id, doing: { kind: "tool", name: "Bash", input: { command } }, asks: null }],
  });

  writeFileSync(join(porter.home, "go"), "");
  await watch.until(
    ({ session }) => session?.status === "completed" && session.queuedMessageIds.length === 0,
  );
  expect(await agents.atWork.query()).toEqual({ items: [] });
});

test("a session that waits tells what it asks for", async () => {
  const { agents } = porter.client;
  api.when("CLEAN", [[toolUse("Bash", { command: "rm old.txt" })]]);
  const { id } = await agents.start.mutate({ prompt: "CLEAN" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("waiting", "failed");
  expect(await agents.atWork.query()).toEqual({
    items: [{ sessionId: id, doing: null, asks: { toolName: "Bash", input: { command: "rm old.txt" } } }],
  });
  await agents.interrupt.mutate({ id });
});
