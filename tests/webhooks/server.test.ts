import { afterAll, beforeAll, expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import type { Delivery } from "../../shared/delivery.ts";
import { issueCredential } from "../support/credential.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { LONG, runs } from "../support/long.ts";
import type { Flooded } from "./flood.ts";
import { post, signed } from "./sign.ts";

/** The real server and its own integration `tasks`. */
const CONFIG = '[integrations]\nenabled = ["tasks"]\n';
const KILLS = runs(3, 100);
const FLOOD = runs(300, 10_000);

const start = (home?: string) => startPorter({ config: CONFIG, ...(home !== undefined && { home }) });
const addressOf = ({ url }: Porter) => `${url}/webhooks/tasks`;
const makeSecret = async ({ client }: Porter) =>
  (await client.integrations.rotateSecret.mutate({ integrationId: "tasks" })).secret;
const create = (title: string) => JSON.stringify({ type: "task.create", data: { title } });

/** Resolves with the deliveries, once there are so many that are handled. */
async function untilHandled({ client }: Porter, count: number): Promise<Delivery[]> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = async () => {
    const { items } = await client.deliveries.list.query({ state: "handled", limit: 200 });
    if (items.length >= count) resolve();
  };
  const subscription = client.deliveries.onChange.subscribe(undefined, {
    onData: () => void look().catch(reject),
    onError: reject,
  });
  await promise.finally(() => subscription.unsubscribe());
  return (await client.deliveries.list.query({ limit: 200 })).items;
}

async function titles({ client }: Porter): Promise<string[]> {
  const { items } = await client.tasks.list.query({ limit: 200 });
  return items.map(({ title }) => title).sort();
}

/** For tests that leave it running. */
let porter: Porter;
beforeAll(async () => {
  porter = await start();
});
afterAll(() => porter[Symbol.asyncDispose]());

test("a signed message becomes a task, in chunks too, and is listed and told to the owner only", async () => {
  const secret = await makeSecret(porter);
  const { headers, body } = signed({ body: create("By webhook"), secret });
  const inChunks = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of body) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const answer = await fetch(addressOf(porter), { method: "POST", headers, body: inChunks });
  expect(answer.status).toBe(202);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  const { id }: { id: string } = await answer.json();

  expect(await untilHandled(porter, 1)).toMatchObject([{ id, state: "handled", integrationId: "tasks" }]);
  expect(await titles(porter)).toEqual(["By webhook"]);
  const full = await porter.client.deliveries.get.query({ id });
  expect(full).toMatchObject({ payload: create("By webhook"), bytes: body.length });

  const token = issueCredential(porter, { kind: "session", sessionId: Bun.randomUUIDv7() });
  const agent = createPorterClient({ url: porter.url, token });
  const refused = await Promise.allSettled([
    agent.deliveries.list.query(),
    agent.deliveries.get.query({ id }),
    agent.deliveries.replay.mutate({ id }),
  ]);
  for (const one of refused) expect(one).toMatchObject({ reason: { code: "FORBIDDEN" } });
});

test("the guards stand in front: a foreign Host or Origin never gets there", async () => {
  const secret = await makeSecret(porter);
  const before = await porter.client.deliveries.list.query();
  for (const [name, value, status] of [
    ["host", "evil.example", 421],
    ["origin", "https://evil.example", 403],
  ] as const) {
    const { headers, body } = signed({ body: create("No"), secret });
    const answer = await post(addressOf(porter), { headers: { ...headers, [name]: value }, body });
    expect(answer.status).toBe(status);
  }
  expect(await porter.client.deliveries.list.query()).toEqual(before);
});

test("the same id 100 times at once, and after a restart: one effect", async () => {
  using scratch = scratchDir("webhooks");
  let secret: string;
  const sign = () => signed({ id: "msg_same", body: create("Once"), secret });
  {
    await using porter = await start(scratch.path);
    secret = await makeSecret(porter);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(addressOf(porter), sign())));
    expect(answers.filter(({ status }) => status === 202).length).toBe(1);
    expect(answers.filter(({ status }) => status === 200).length).toBe(99);
    await untilHandled(porter, 1);
  }
  await using porter = await start(scratch.path);
  expect((await post(addressOf(porter), sign())).status).toBe(200);
  expect((await post(addressOf(porter), signed({ body: create("Behind"), secret }))).status).toBe(202);
  await untilHandled(porter, 2);
  expect(await titles(porter)).toEqual(["Behind", "Once"]);
});

test(
  `the server killed at the first 202 of two messages, ${KILLS} times: none is lost, none is doubled`,
  async () => {
    using scratch = scratchDir("webhooks");
    let secret = "";
    let sent: string[] = [];
    const expected: string[] = [];
    const send = (porter: Porter, title: string) =>
      post(addressOf(porter), signed({ id: title, body: create(title), secret }));

    for (let kill = 0; kill < KILLS; kill += 1) {
      const porter = await start(scratch.path);
      secret ||= await makeSecret(porter);
      for (const title of sent) expect((await send(porter, title)).ok).toBe(true); // As senders do.
      sent = [`Task ${kill}a`, `Task ${kill}b`];
      expected.push(...sent);
      const answers = sent.map((title) => send(porter, title).then(({ status }) => ({ title, status })));
      const first = await Promise.any(answers);
      await porter.kill();
      expect(first.status).toBe(202);
      await Promise.allSettled(answers);
      sent = sent.filter((title) => title !== first.title);
    }
    await using porter = await start(scratch.path);
    for (const title of sent) expect((await send(porter, title)).ok).toBe(true);
    expect((await untilHandled(porter, 2 * KILLS)).length).toBe(2 * KILLS);
    expect(await titles(porter)).toEqual(expected.sort());
  },
  LONG ? 600_000 : 60_000,
);

test(
  `of a flood of ${FLOOD} what is beyond the limits is held back and refused; others wait no longer for their calls`,
  async () => {
    await using porter = await start();
    const secret = await makeSecret(porter);
    const idle = LONG ? await measureIdle(porter) : NaN;

    const command = ["tests/webhooks/flood.ts", addressOf(porter), secret, String(FLOOD), "50"];
    const flooder = Bun.spawn([process.execPath, ...command], { stdout: "pipe" });
    const flooding = await callUntil(porter, flooder.exited);
    const { statuses, seconds, fastestRefusal } = (await new Response(flooder.stdout).json()) as Flooded;

    const { 202: accepted = 0, 429: refused = 0 } = statuses;
    expect(accepted).toBeGreaterThanOrEqual(120);
    expect(accepted).toBeLessThanOrEqual(120 + 5 * seconds + 1);
    expect(accepted + refused).toBe(FLOOD);
    expect(fastestRefusal).toBeGreaterThanOrEqual(99); // Timers keep whole milliseconds.
    await untilHandled(porter, Math.min(200, accepted));
    if (!LONG) return;
    process.stdout.write(`99 of 100 calls took less than ${idle} ms; under the flood ${flooding} ms\n`);
    expect(flooding).toBeLessThan(2 * idle);
  },
  LONG ? 300_000 : 60_000,
);

/** As `callUntil`, while there is nothing else to do. */
async function measureIdle(porter: Porter): Promise<number> {
  await callUntil(porter, Bun.sleep(3_000)); // Once for Bun, which makes the code fast.
  return callUntil(porter, Bun.sleep(3_000));
}

/** One call after the other. Gives the time within which 99 of 100 were answered, in ms. */
async function callUntil({ client }: Porter, end: Promise<unknown>): Promise<number> {
  const times: number[] = [];
  let isOver = false;
  void end.finally(() => (isOver = true));
  while (!isOver) {
    const from = performance.now();
    await client.tasks.counts.query();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[Math.floor(0.99 * times.length)] ?? NaN;
}
