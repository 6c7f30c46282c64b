import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { PlanLimit } from "../../shared/usage.ts";
import { apiError, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/** A login of a plan: with an API key the CLI does not speak of its limits. */
const PLAN = { ANTHROPIC_API_KEY: "", CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-test" };

/** As the API says it of a plan with a limit of five hours and one of a week; times in seconds. */
function limitHeaders(status: "allowed" | "rejected", utilization: number, resetsAt: number) {
  const prefix = "anthropic-ratelimit-unified";
  return {
    [`${prefix}-status`]: status,
    [`${prefix}-reset`]: String(resetsAt),
    [`${prefix}-representative-claim`]: "five_hour",
    [`${prefix}-5h-status`]: status,
    [`${prefix}-5h-reset`]: String(resetsAt),
    [`${prefix}-5h-utilization`]: String(utilization),
    [`${prefix}-7d-status`]: "allowed",
    [`${prefix}-7d-reset`]: String(resetsAt + 100_000),
    [`${prefix}-7d-utilization`]: "0.25",
  };
}

const soon = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

const meetsLimit = (resetsAt: number) =>
  apiError(429, "rate_limit_error", "This request would exceed your account's rate limit.", {
    ...limitHeaders("rejected", 1, resetsAt),
    "x-should-retry": "false",
  });

/** What a browser tab hears of the limits. */
async function limitsTold({ client }: Porter): Promise<PlanLimit[]> {
  const { promise, resolve, reject } = Promise.withResolvers<PlanLimit[]>();
  const subscription = client.events.onEvent.subscribe(
    { topics: ["limits"], lastEventId: "0" },
    {
      onData: ({ data }) => data.topic === "limits" && resolve(data.change.items),
      onError: reject,
    },
  );
  try {
    return await promise;
  } finally {
    subscription.unsubscribe();
  }
}

test("a run that meets the plan's limit is parked over a restart and goes on by itself, once, when it ends", async () => {
  using home = scratchDir("limit");
  await using api = startMessagesApi();
  const resetsAt = soon(3600);
  api.sendHeaders(limitHeaders("allowed", 0.913, resetsAt));
  api.when("LONG WORK", [[toolUse("Glob", { pattern: "*" })], meetsLimit(resetsAt), text("On I go.")]);
  api.when("limit that stopped you is over", [text("On I go.")]);
  const config = "agents.resume_at_reset = true";
  const first = await startPorter({ api, home: home.path, config, env: PLAN });
  const { id } = await first.client.agents.start.mutate({ prompt: "LONG WORK" });
  {
    using watch = watchSession(first.client, id);
    const { session } = await watch.untilStatus("waiting", "failed", "completed");
    expect(session).toMatchObject({
      status: "waiting",
      error: null,
      limitedUntil: new Date(resetsAt * 1000),
      resumesAtReset: true,
    });
  }
  const { items } = await first.client.agents.limits.query();
  expect(items).toMatchObject([
    { type: "five_hour", status: "rejected", utilization: 1, resetsAt: new Date(resetsAt * 1000) },
    { type: "seven_day", status: "allowed", utilization: 0.25 },
  ]);
  await first.kill();
  // An hour passes, but for a second.
  const end = Date.now() + 1000;
  using database = new Database(join(first.dataDir, "porter.db"));
  database.query("update sessions set limited_until = ?").run(end);

  api.sendHeaders(limitHeaders("allowed", 0, soon(18_000)));
  await using porter = await startPorter({ api, home: home.path, config, env: PLAN });
  using watch = watchSession(porter.client, id);
  const { messages, session } = await watch.untilStatus("completed", "failed");
  expect(session).toMatchObject({ status: "completed", limitedUntil: null });
  expect(Date.now()).toBeGreaterThanOrEqual(end);
  expect(messages.filter(({ role }) => role === "user")).toHaveLength(1);
  expect(textOf(messages.at(-1))).toBe("On I go.");
  // A CLI that was killed before it wrote its transcript is told the conversation, any other only that it may go on.
  const asked = [...api.requestsWith("limit that stopped you is over"), ...api.requestsWith("LONG WORK")];
  expect(asked).toHaveLength(3);
  for (const request of asked) expect(JSON.stringify(request.messages)).toContain("LONG WORK");
});

test("without the owner's choice it stays parked, its queue behind it, until the owner lets it go on or stops it", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, env: PLAN });
  const resetsAt = soon(3600);
  api.when("STOPPED", [meetsLimit(resetsAt)]);
  api.when("BEHIND", [[text("Now me.")]]);
  api.when("limit that stopped you is over", [meetsLimit(resetsAt), [text("Better now.")]]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "STOPPED" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("waiting", "failed");
  const told = await limitsTold(porter);
  expect(told.map(({ type, status }) => [type, status])).toContainEqual(["five_hour", "rejected"]);
  const behind = await porter.client.agents.send.mutate({ id, content: "BEHIND" });
  expect((await porter.client.agents.get.query({ id })).session).toMatchObject({
    status: "waiting",
    resumesAtReset: false,
    queuedMessageIds: [behind.id],
  });

  // The same limit again, in a process that has told of it already.
  const ran = watch.untilStatus("running");
  await porter.client.agents.goOn.mutate({ id });
  await ran;
  const again = await watch.untilStatus("waiting", "failed");
  expect(again.session?.limitedUntil).toEqual(new Date(resetsAt * 1000));
  await porter.client.agents.goOn.mutate({ id });
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "Now me.");

  api.when("AGAIN", [meetsLimit(resetsAt)]);
  await porter.client.agents.send.mutate({ id, content: "AGAIN" });
  await watch.until(({ session }) => session?.limitedUntil !== null && session?.status === "waiting");
  const stopped = await porter.client.agents.interrupt.mutate({ id });
  expect(stopped).toMatchObject({ status: "interrupted", limitedUntil: null });
});
