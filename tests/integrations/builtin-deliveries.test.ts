import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import pino from "pino";
import { createWebhookRoom } from "../../server/integrations/webhooks/room.ts";
import { openIntegrations, settle } from "../support/integrations.ts";

const SECRETS = { github: "a secret of GitHub's", forge: "a secret of the forge", door: "0123456789abcdef" };
const SECTIONS = {
  github: { secret: SECRETS.github, login: "octocat" },
  webhook: {
    hooks: [
      { name: "door", verify: "token", secret: SECRETS.door, task: { title: "{{text}}" } },
      { name: "forge", verify: "github", secret: SECRETS.forge, task: { title: "{{text}}" } },
    ],
  },
};

/** The built-in integrations with the inbox of webhooks before them. */
async function openInbox() {
  const porter = openIntegrations({ enabled: ["webhook", "github"], sections: SECTIONS });
  const webhooks = createWebhookRoom({ ...porter, log: pino({ level: "silent" }) });
  webhooks.start();
  await settle();

  async function post(integrationId: string, headers: Record<string, string>, body: string) {
    const request = new Request("http://porter.test", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    const answer = await webhooks.receive(integrationId, request, "192.0.2.1");
    return { status: answer.status, ...((await answer.json()) as { id: string; duplicate?: boolean }) };
  }

  /** The deliveries, when none is left to be handled; the oldest first. */
  async function handled() {
    const { signal } = new AbortController();
    const isDone = () => webhooks.deliveries.list({ state: "pending" }).items.length === 0;
    const entries = porter.events.follow({ filter: { families: ["delivery"] }, signal });
    for await (const _ of entries) if (isDone()) break;
    return webhooks.deliveries.list({}).items.toReversed();
  }

  return {
    post,
    handled,
    get: webhooks.deliveries.get,
    list: () => porter.tasks.list({ sort: "manual" }).items.map(({ title }) => title),
    async [Symbol.asyncDispose]() {
      await webhooks.stop();
      await porter[Symbol.asyncDispose]();
    },
  };
}

const sign = (body: string, secret: string) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

test("GitHub's delivery becomes a task; redelivered it has no second effect; neither signature nor token is kept", async () => {
  await using inbox = await openInbox();
  const body = JSON.stringify({
    action: "assigned",
    issue: { number: 12, title: "It leaks", html_url: "https://github.com/octo/hello/issues/12" },
    assignee: { login: "octocat" },
    repository: { full_name: "octo/hello" },
  });
  const headers = {
    "x-github-event": "issues",
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "x-hub-signature-256": sign(body, SECRETS.github),
  };
  const first = await inbox.post("github", headers, body);
  expect(first).toEqual({ status: 202, id: expect.any(String) });
  expect(await inbox.handled()).toMatchObject([
    { webhookId: headers["x-github-delivery"], state: "handled", outcome: "Created task #1." },
  ]);
  expect(await inbox.post("github", headers, body)).toEqual({ status: 200, id: first.id, duplicate: true });
  expect(inbox.list()).toEqual(["octo/hello#12: It leaks"]);
  expect(Object.keys(inbox.get(first.id).headers)).not.toContain("x-hub-signature-256");
});

test("what GitHub did not sign is refused, and what it sends in another shape is given up alone", async () => {
  await using inbox = await openInbox();
  const wrong = { "x-github-event": "issues", "x-hub-signature-256": sign("{}", SECRETS.forge) };
  expect(await inbox.post("github", wrong, "{}")).toMatchObject({ status: 401 });
  const odd = JSON.stringify({ action: "assigned" });
  const signed = { "x-github-event": "issues", "x-hub-signature-256": sign(odd, SECRETS.github) };
  expect(await inbox.post("github", signed, odd)).toMatchObject({ status: 202 });
  const ping = JSON.stringify({ zen: "Favor focus over features." });
  await inbox.post(
    "github",
    { "x-github-event": "ping", "x-hub-signature-256": sign(ping, SECRETS.github) },
    ping,
  );
  expect(await inbox.handled()).toMatchObject([
    { state: "dead", attempts: 1 },
    { state: "handled", outcome: "Nothing to do." },
  ]);
});

test("each hook takes its own; one id is another message under another hook", async () => {
  await using inbox = await openInbox();
  const body = (text: string) => JSON.stringify({ text });
  const door = { "x-porter-token": SECRETS.door, "webhook-id": "1" };
  const forge = { "x-hub-signature-256": sign(body("Build"), SECRETS.forge), "x-github-delivery": "1" };
  expect(await inbox.post("webhook", door, body("Ring"))).toMatchObject({ status: 202 });
  expect(await inbox.post("webhook", forge, body("Build"))).toMatchObject({ status: 202 });
  expect(await inbox.post("webhook", door, body("Ring"))).toMatchObject({ status: 200 });
  expect(await inbox.post("webhook", { ...forge, "x-porter-token": "no" }, body("Other"))).toMatchObject({
    status: 401,
  });
  const [ring] = await inbox.handled();
  expect(inbox.list().toSorted()).toEqual(["Build", "Ring"]);
  expect(Object.keys(inbox.get(ring?.id ?? "").headers)).not.toContain("x-porter-token");
});
