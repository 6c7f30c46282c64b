import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { figure } from "../../support/figures.ts";
import { startMessagesApi, text, type MessagesApi } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { startReceiver, type Receiver } from "../../support/receiver.ts";
import { startAndFail, startPorter, type Porter } from "../../support/server.ts";
import { watchSession } from "../../support/watch.ts";
import { issueCredential } from "../../support/credential.ts";
import { readExposition, type Exposition } from "./exposition.ts";

const TOKEN = "a-monitor's-own-token-of-40-characters-x";

let api: MessagesApi;
let hook: Receiver;
let porter: Porter;
beforeAll(async () => {
  api = startMessagesApi();
  hook = startReceiver();
  porter = await startPorter({
    api,
    env: { PORTER_METRICS_TOKEN: TOKEN },
    config: `integrations.enabled = ["tasks"]\n[channels.webhook]\nurl = "${hook.url}"`,
  });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await Promise.all([api[Symbol.asyncDispose](), hook[Symbol.asyncDispose]()]);
});

const ask = (token?: string): Promise<Response> =>
  fetch(
    `${porter.url}/metrics`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

async function read(): Promise<Exposition> {
  const answer = await ask(TOKEN);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  return readExposition(await answer.text());
}

describe("/metrics", () => {
  test("are for the owner and for who has the token for them, which is good for nothing else", async () => {
    const agent = issueCredential(porter, { kind: "session", sessionId: "one" });
    const browser = issueCredential(porter, { kind: "browser" });
    const asked = [undefined, "wrong", "", agent, browser, TOKEN, porter.token];
    const answers = await Promise.all(asked.map(async (token) => (await ask(token)).status));
    expect(answers).toEqual([401, 401, 401, 403, 401, 200, 200]);
    const cookie = await fetch(`${porter.url}/metrics`, {
      headers: { cookie: `porter_${porter.port}=${browser}` },
    });
    expect(cookie.status).toBe(401);

    const call = await fetch(`${porter.url}/trpc/tasks.list`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(call.status).toBe(401);
  });

  test("tell what a conversation, a stream and a refused call have left behind", async () => {
    api.when("Count", () => [text("one")]);
    hook.answer({ status: 400 });
    const before = await read();
    const session = await porter.client.agents.start.mutate({ prompt: "Count" });
    const watch = watchSession(porter.client, session.id);
    await watch.untilStatus("completed");
    const failed = async () =>
      (await read()).value("porter_notifications_total", { channel: "webhook", result: "failed" });
    await eventually(async () => (await failed()) === 1);
    await porter.client.tasks.get.query({ id: session.id }).catch(() => undefined);
    const during = await read();
    watch[Symbol.dispose]();

    expect(during.value("porter_sessions", { status: "completed" })).toBe(1);
    expect(during.value("porter_turns", { status: "completed" })).toBe(1);
    expect(during.value("porter_agent_tokens", { kind: "output" })).toBeGreaterThan(0);
    expect(during.value("porter_streams_open")).toBe(1);
    expect(during.value("porter_agent_processes", { state: "idle" })).toBe(1);
    expect(during.value("porter_agent_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(during.value("porter_integration_state", { integration: "tasks", state: "ok" })).toBe(1);
    expect(during.value("porter_trpc_calls_total", { procedure: "agents.start", status: "200" })).toBe(1);
    expect(during.value("porter_trpc_calls_total", { procedure: "tasks.get", status: "404" })).toBe(1);
    expect(during.value("porter_trpc_call_duration_seconds_count", { procedure: "agents.start" })).toBe(1);
    expect(during.value("porter_http_requests_total", { route: "metrics", status: "401" })).toBeGreaterThan(
      0,
    );
    expect(during.value("porter_events_total")).toBeGreaterThan(before.value("porter_events_total"));
    for (const name of ["process_resident_memory_bytes", "process_open_fds", "porter_database_bytes"])
      expect(during.value(name)).toBeGreaterThan(0);
  });

  test("have as many lines as Porter has parts, whatever strangers ask for", async () => {
    const before = await read();
    for (let i = 0; i < 50; i++) {
      await fetch(`${porter.url}/${i}/x`);
      await fetch(`${porter.url}/trpc/no.such${i},tasks.list`);
    }
    const after = await read();
    const added = after.names().filter((name) => !before.names().includes(name));
    expect(added.filter((name) => /route="\d|such/.test(name))).toEqual([]);
    figure("operations", "series of /metrics", after.names().length);
  });
});

test("a token for metrics that is too short ends the start, and is not shown", async () => {
  const { code, stderr } = await startAndFail({ env: { PORTER_METRICS_TOKEN: "guess-me" } });
  expect(code).toBe(1);
  expect(stderr).toContain("PORTER_METRICS_TOKEN: must have at least 32 characters");
  expect(stderr).not.toContain("guess-me");
});
