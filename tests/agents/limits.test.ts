import { expect, test } from "bun:test";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

test("turns beyond max_concurrent wait as queued; one that is stopped there is not run, its words go with the next, and others get its room", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: "agents.max_concurrent = 1" });
  const { agents } = porter.client;
  const gate = api.gate();
  api.when("OPENING", [[text("…", { until: gate })]]);
  api.when("SECOND", [[text("My turn.")]]);
  api.when("CLOSING", [[text("Both heard.")]]);
  const first = await agents.start.mutate({ prompt: "OPENING" });
  await gate.reached;
  const second = await agents.start.mutate({ prompt: "SECOND" });
  expect(second.status).toBe("queued");
  expect((await porter.client.system.status.query()).agents).toEqual({
    running: 1,
    queued: 1,
    maxConcurrent: 1,
  });
  await agents.send.mutate({ id: first.id, content: "MIDDLE" });
  await agents.interrupt.mutate({ id: first.id });

  using watch = watchSession(porter.client, second.id);
  const { messages } = await watch.untilStatus("completed", "failed");
  expect(textOf(messages.at(-1))).toBe("My turn.");
  expect(api.requestsWith("MIDDLE")).toEqual([]);
  using stopped = watchSession(porter.client, first.id);
  await agents.send.mutate({ id: first.id, content: "CLOSING" });
  await stopped.until((state) => textOf(state.messages.at(-1)) === "Both heard.");
  expect(api.requestsWith("CLOSING")[0]?.promptTexts).toEqual(expect.arrayContaining(["MIDDLE", "CLOSING"]));
});
