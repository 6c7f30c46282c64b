import { expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import type { Delivery } from "../../shared/delivery.ts";
import { issueAgentToken } from "../support/agent-token.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { post, signed } from "./sign.ts";

/** The real server and its own integration `tasks`. */
const CONFIG = '[integrations]\nenabled = ["tasks"]\n';
const LONG = process.env.PORTER_TEST_LONG === "1";
const KILLS = LONG ? 100 : 10;
const FLOOD = LONG ? 10_000 : 2_000;

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

test("a signed message becomes a task, in chunks too, and is listed and told to the owner only", async () => {
  await using porter = await start();
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

  const token = issueAgentToken(porter, Bun.randomUUIDv7());
  const agent = createPorterClient({ url: porter.url, token });
  const refused = await Promise.allSettled([
    agent.deliveries.list.query(),
    agent.deliveries.get.query({ id }),
    agent.deliveries.replay.mutate({ id }),
  ]);
  for (const one of refused)
    expect(one).toMatchObject({ reason: { data: { porter: { code: "FORBIDDEN" } } } });
});

test("the guards stand in front: a foreign Host or Origin never gets there", async () => {
  await using porter = await start();
  const secret = await makeSecret(porter);
  for (const [name, value, status] of [
    ["host", "evil.example", 421],
    ["origin", "https://evil.example", 403],
  ] as const) {
    const { headers, body } = signed({ body: create("No"), secret });
    const answer = await post(addressOf(porter), { headers: { ...headers, [name]: value }, body });
    expect(answer.status).toBe(status);
  }
  expect((await porter.client.deliveries.list.query()).items).toEqual([]);
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
  `the server killed right after its 202, ${KILLS} times: none is lost, none is doubled`,
  async () => {
    using scratch = scratchDir("webhooks");
    let secret: string | undefined;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const porter = await start(scratch.path);
      secret ??= await makeSecret(porter);
      const { status } = await post(addressOf(porter), signed({ body: create(`Task ${kill}`), secret }));
      await porter.kill();
      expect(status).toBe(202);
    }
    await using porter = await start(scratch.path);
    const deliveries = await untilHandled(porter, KILLS);
    expect(deliveries.length).toBe(KILLS);
    const expected = Array.from({ length: KILLS }, (_, kill) => `Task ${kill}`);
    expect(await titles(porter)).toEqual(expected.sort());
  },
  LONG ? 600_000 : 60_000,
);

test(
  `a flood of ${FLOOD} is refused beyond the limits, while every other call is answered`,
  async () => {
    await using porter = await start();
    const secret = await makeSecret(porter);
    const from = performance.now();
    let isOver = false;
    const flood = eachOf(FLOOD, 50, async (index) => {
      const answer = await post(addressOf(porter), signed({ body: create(`Task ${index}`), secret }));
      await answer.body?.cancel();
      return answer.status;
    }).finally(() => (isOver = true));
    let others = 0;
    while (!isOver) {
      await porter.client.tasks.counts.query();
      others += 1;
    }
    const statuses = await flood;
    const seconds = (performance.now() - from) / 1000;
    const accepted = statuses.filter((status) => status === 202).length;
    expect(accepted).toBeGreaterThanOrEqual(120);
    expect(accepted).toBeLessThanOrEqual(120 + 5 * seconds + 1);
    expect(statuses.filter((status) => status === 429).length).toBe(FLOOD - accepted);
    expect(others).toBeGreaterThan(0);
    await untilHandled(porter, Math.min(200, accepted));
  },
  LONG ? 300_000 : 60_000,
);

/** Does so many with so many at a time. */
async function eachOf<T>(count: number, width: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) results.push(await work(index));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
