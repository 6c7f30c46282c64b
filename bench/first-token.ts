import { prewarm, query, type Options, type Query } from "@anthropic-ai/claude-agent-sdk/core";
import { createPromptInbox, type Prompt } from "../server/agents/runner/prompt-inbox.ts";
import { text, type MessagesApi } from "../tests/support/messages-api.ts";
import { eventually } from "../tests/support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../tests/support/server.ts";
import { median, quantile } from "./statistics.ts";

const COLD_ROUNDS = 8;
const WARM_ROUNDS = 20;
const SPARE_ROUNDS = 8;

type Row = { what: string; unit: "ms"; floor: number; porter: number; p95: number; ratio: number };

/**
 * From the moment a prompt is given to the first piece of the answer, in ms: at Porter's typed client, and with the
 * Agent SDK alone as the floor, in turns, so that both meet the same machine. The scripted Messages API answers at
 * once.
 */
export async function measureFirstToken(api: MessagesApi): Promise<Row[]> {
  api.when("BENCH", () => [text("A short answer.")]);
  await using porter = await startPorter({ api });
  using home = scratchDir("bench");
  const samples = {
    coldPorter: [] as number[],
    coldFloor: [] as number[],
    warmPorter: [] as number[],
    warmFloor: [] as number[],
  };

  const { firstDeltaAfter, untilDone, stop } = follow(porter);
  let warmId = "";
  for (let round = 0; round < COLD_ROUNDS; round++) {
    samples.coldPorter.push(
      await firstDeltaAfter(async () => {
        warmId = (await porter.client.agents.start.mutate({ prompt: "BENCH" })).id;
      }),
    );
    await untilDone(warmId);
    using session = openFloor(api.env(home.path), home.path);
    samples.coldFloor.push(await session.firstDelta());
  }
  using floor = openFloor(api.env(home.path), home.path);
  await floor.firstDelta();
  for (let round = 0; round < WARM_ROUNDS; round++) {
    samples.warmPorter.push(
      await firstDeltaAfter(() => porter.client.agents.send.mutate({ id: warmId, content: "BENCH" })),
    );
    await untilDone(warmId);
    samples.warmFloor.push(await floor.firstDelta());
  }
  stop();
  const spare = await measureSpare(api, home.path);

  const row = (what: string, floor: number[], own: number[]): Row => ({
    what,
    unit: "ms",
    floor: median(floor),
    porter: median(own),
    p95: quantile(own, 0.95),
    ratio: median(own) / median(floor),
  });
  return [
    row("first delta, cold start (agents.start)", samples.coldFloor, samples.coldPorter),
    row("first delta, new session on the spare process (agents.start)", spare.floor, spare.porter),
    row("first delta, warm follow-up (agents.send)", samples.warmFloor, samples.warmPorter),
  ];
}

/** What a typed client sees of its sessions. */
function follow(porter: Porter) {
  let onDelta = (): void => undefined;
  const stream = porter.client.events.onEvent.subscribe(undefined, {
    onData: ({ data }) => {
      if (data.topic === "agents" && data.change.type === "delta") onDelta();
    },
  });
  return {
    stop: () => stream.unsubscribe(),

    async firstDeltaAfter(act: () => Promise<unknown>): Promise<number> {
      const { promise, resolve } = Promise.withResolvers<number>();
      const began = performance.now();
      onDelta = () => resolve(performance.now() - began);
      await act();
      return promise;
    },

    async untilDone(id: string): Promise<void> {
      for await (const { data } of porter.client.agents.onEvent.subscribe({ id })) {
        if (data.type === "session" && data.session.status === "completed") return;
        if (data.type === "ready") {
          const { session } = await porter.client.agents.get.query({ id });
          if (session.status === "completed") return;
        }
      }
    },
  };
}

/** New sessions, each when the process kept ahead for it is up; beside it the SDK's own. */
async function measureSpare(
  api: MessagesApi,
  homeDir: string,
): Promise<{ porter: number[]; floor: number[] }> {
  // As many idle processes as this makes would leave no room for a spare one.
  const config = `agents.spare = true\nagents.max_concurrent = ${SPARE_ROUNDS + 1}\nagents.idle_memory_mb = 8192`;
  await using porter = await startPorter({ api, config, env: { PORTER_LOG: "debug" } });
  const { firstDeltaAfter, untilDone, stop } = follow(porter);
  const samples = { porter: [] as number[], floor: [] as number[] };
  for (let round = 1; round <= SPARE_ROUNDS; round++) {
    await eventually(() => porter.stderr().split("a spare process is up").length > round);
    let id = "";
    samples.porter.push(
      await firstDeltaAfter(async () => {
        id = (await porter.client.agents.start.mutate({ prompt: "BENCH" })).id;
      }),
    );
    await untilDone(id);
    samples.floor.push(await takeFloor(api.env(homeDir), homeDir));
  }
  stop();
  return samples;
}

/** The SDK's own spare process, taken when it is up: to the first delta. */
async function takeFloor(environment: Record<string, string>, cwd: string): Promise<number> {
  const spare = await prewarm({
    options: { env: environment, includePartialMessages: true, permissionMode: "default" },
  });
  await Bun.sleep(1_000); // Both have been up for a while.
  const inbox = createPromptInbox();
  const began = performance.now();
  inbox.push(BENCH);
  const session = spare.claim({ prompt: inbox, options: { cwd } });
  const first = await readTurn(session, began);
  inbox.close();
  session.close();
  return first;
}

/** Reads one turn to its end; when its first delta came, in ms since `began`. */
async function readTurn(session: Query, began: number): Promise<number> {
  let first = Number.NaN;
  for (;;) {
    const { value, done } = await session.next();
    if (done) throw new Error("The CLI ended.");
    const isDelta = value.type === "stream_event" && value.event.type === "content_block_delta";
    if (isDelta && Number.isNaN(first)) first = performance.now() - began;
    if (value.type === "result") return first;
  }
}

const BENCH: Prompt = { blocks: [{ type: "text", text: "BENCH" }], isCommand: false };

/** The SDK alone, in the same streaming-input mode. */
function openFloor(environment: Record<string, string>, cwd: string) {
  const inbox = createPromptInbox();
  let session: ReturnType<typeof query> | undefined;

  return {
    /** Sends one prompt and reads its turn to the end. */
    async firstDelta(): Promise<number> {
      const began = performance.now();
      const options: Options = {
        cwd,
        env: environment,
        includePartialMessages: true,
        permissionMode: "default",
      };
      session ??= query({ prompt: inbox, options });
      inbox.push(BENCH);
      return readTurn(session, began);
    },
    [Symbol.dispose]: () => {
      inbox.close();
      session?.close();
    },
  };
}
