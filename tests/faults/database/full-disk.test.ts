import { expect, test } from "bun:test";
import { join } from "node:path";
import { porterErrorOf } from "../../../shared/errors.ts";
import { pause, startMessagesApi, text } from "../../support/messages-api.ts";
import { figure } from "../../support/figures.ts";
import { eventually } from "../../support/processes.ts";
import { scratchDir, startPorter } from "../../support/server.ts";
import { textOf, watchSession } from "../../support/watch.ts";
import { mountSmallDisk } from "./small-disk.ts";

const MB = 1024 * 1024;

const answerOf = ({ state }: Pick<ReturnType<typeof watchSession>, "state">): string =>
  textOf(state.messages.find(({ role }) => role === "assistant"));

const whatSays = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: unknown) => porterErrorOf(error)?.code ?? String(error),
  );

test("a full disk: writes are refused in words, reads go on, an answer that is being written waits; then all goes on", async () => {
  using scratch = scratchDir("full");
  using disk = mountSmallDisk(join(scratch.path, "data"), 24 * MB);
  if (!disk) return sayNotTried();
  await using api = startMessagesApi();
  await using porter = await startPorter({ home: scratch.path, api });
  const { client } = porter;
  const [halfway, sent] = [api.gate(), api.gate()];
  const WHOLE = `The first half. ${"And so on. ".repeat(2000)}`;
  api.when("FULL", [
    [text("The first half. ", { until: halfway }), text(WHOLE.slice(16), { chunk: 500 }), pause(sent)],
  ]);
  const session = await client.agents.start.mutate({ prompt: "FULL" });
  using watch = watchSession(client, session.id);
  await watch.until(() => answerOf(watch) !== "");

  disk.fill();
  const acknowledged: string[] = [];
  const refused: string[] = [];
  for (let n = 0; n < 40; n++) {
    const title = `task ${n}`;
    const said = await whatSays(client.tasks.create.mutate({ title, description: "x".repeat(5_000) }));
    if (said === "done") acknowledged.push(title);
    else refused.push(said);
  }
  expect(refused.length).toBeGreaterThan(0);
  expect([...new Set(refused)]).toEqual(["UNAVAILABLE"]);
  expect((await fetch(`${porter.url}/health`)).status).toBe(200);
  const titles = async () => (await client.tasks.list.query({ limit: 100 })).items.map(({ title }) => title);
  expect((await titles()).sort()).toEqual(acknowledged.sort());

  halfway.open();
  await sent.reached;
  sent.open();
  await eventually(() => porter.stderr().includes("what an agent says cannot be written down"));
  expect(await client.agents.get.query({ id: session.id })).toMatchObject({ session: { status: "running" } });

  disk.empty();
  await watch.untilStatus("completed");
  expect(answerOf(watch)).toBe(WHOLE);
  expect(await whatSays(client.tasks.create.mutate({ title: "there is room" }))).toBe("done");
  const before = await client.agents.get.query({ id: session.id });

  await porter.kill();
  await using again = await startPorter({ home: scratch.path, api });
  const after = await again.client.agents.get.query({ id: session.id });
  expect(after.messages).toEqual(before.messages);
  const kept = (await again.client.tasks.list.query({ limit: 100 })).items.map(({ title }) => title);
  expect(kept.sort()).toEqual([...acknowledged, "there is room"].sort());
  figure("database", "full disk: writes refused as UNAVAILABLE", refused.length);
  figure("database", "full disk: acknowledged writes lost after it and a kill -9", 0);
});

function sayNotTried(): void {
  process.stdout.write("a full disk: not tried, this machine lets nobody mount one\n");
}
