import { prewarm, query, type Options, type Query } from "@anthropic-ai/claude-agent-sdk/core";
import { createPromptInbox, type Prompt } from "../server/agents/runner/prompt-inbox.ts";
import { startPortersOptions } from "./first-token-options.ts";
import { startMessagesApi, text, type MessagesApi } from "../tests/support/messages-api.ts";
import { eventually } from "../tests/support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../tests/support/server.ts";
import { toRow, type Aim, type Bench, type Row } from "./frame.ts";

/** `dressed`: the SDK alone, with the options that Porter gives. */
type Samples = { porter: number[]; floor: number[]; dressed?: number[] };

export const firstToken: Bench = {
  name: "first-token",
  says: "From the moment a prompt is given to the first piece of the answer: at a typed client of Porter, and with the Agent SDK alone as the floor, in turns. The scripted Messages API answers at once. What Porter's options (its tools as an MCP server over HTTP, a hook, settings, a context) cost the CLI itself is told by the lines beside the SDK with these options.",

  async run({ isQuick }) {
    const rounds = isQuick ? { cold: 3, warm: 20, spare: 2 } : { cold: 20, warm: 200, spare: 20 };
    await using api = startMessagesApi();
    api.when("BENCH", () => [text("A short answer.")]);
    using home = scratchDir("bench");
    const { cold, warm } = await measureSessions(api, { homeDir: home.path, rounds });
    const spare = await measureSpare(api, { homeDir: home.path, rounds: rounds.spare });
    return [
      ...rowsOf("cold start (agents.start)", cold, { median: 20 }),
      ...rowsOf("new session on the spare process (agents.start)", spare, { median: 10 }),
      ...rowsOf("warm follow-up (agents.send)", warm, { median: 5, p99: 15 }),
    ];
  },
};

/** @param above the floor's own figure, in ms, by quantile */
function rowsOf(
  what: string,
  { porter, floor, dressed }: Samples,
  above: { median: number; p99?: number },
): Row[] {
  const given = { unit: "ms", samples: porter, floor };
  const atMost =
    (over: number | undefined) =>
    (least: number): Aim[] =>
      over === undefined ? [] : [{ of: "porter", most: least + over, as: `floor + ${over} ms` }];
  return [
    toRow({ ...given, what, aims: atMost(above.median) }),
    toRow({ ...given, what: `${what}, p99`, share: 0.99, aims: atMost(above.p99) }),
    ...(dressed
      ? [toRow({ ...given, what: `${what}, beside the SDK with Porter's options`, floor: dressed })]
      : []),
  ];
}

async function measureSessions(
  api: MessagesApi,
  { homeDir, rounds }: { homeDir: string; rounds: { cold: number; warm: number } },
): Promise<{ cold: Samples; warm: Samples }> {
  await using porter = await startPorter({ api });
  const { firstDeltaAfter, untilDone, stop } = follow(porter);
  const cold = { porter: [] as number[], floor: [] as number[], dressed: [] as number[] };
  const warm = { porter: [] as number[], floor: [] as number[], dressed: [] as number[] };
  using dress = startPortersOptions(api.env(homeDir));
  let warmId = "";
  for (let round = 0; round < rounds.cold; round++) {
    cold.porter.push(
      await firstDeltaAfter(async () => {
        warmId = (await porter.client.agents.start.mutate({ prompt: "BENCH" })).id;
      }),
    );
    await untilDone(warmId);
    using session = openFloor(bare(api.env(homeDir), homeDir));
    cold.floor.push(await session.firstDelta());
    using other = openFloor({ ...dress.options, cwd: homeDir });
    cold.dressed.push(await other.firstDelta());
  }
  using floor = openFloor(bare(api.env(homeDir), homeDir));
  await floor.firstDelta();
  using dressed = openFloor({ ...dress.options, cwd: homeDir });
  await dressed.firstDelta();
  for (let round = 0; round < rounds.warm; round++) {
    warm.porter.push(
      await firstDeltaAfter(() => porter.client.agents.send.mutate({ id: warmId, content: "BENCH" })),
    );
    await untilDone(warmId);
    warm.floor.push(await floor.firstDelta());
    warm.dressed.push(await dressed.firstDelta());
  }
  stop();
  return { cold, warm };
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
  { homeDir, rounds }: { homeDir: string; rounds: number },
): Promise<Samples> {
  // As many idle processes as this makes would leave no room for a spare one.
  const config = `agents.spare = true\nagents.idle_memory_mb = 8192`;
  await using porter = await startPorter({ api, config, env: { PORTER_LOG: "debug" } });
  const { firstDeltaAfter, untilDone, stop } = follow(porter);
  const samples: Samples = { porter: [], floor: [] };
  for (let round = 1; round <= rounds; round++) {
    await porter.client.system.attend.mutate(); // One is kept while its owner looks.
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

/** As little as the same answer can be had with. */
const bare = (env: Record<string, string>, cwd: string): Options => ({
  cwd,
  env,
  includePartialMessages: true,
  permissionMode: "default",
});

/** The SDK alone, in the same streaming-input mode. */
function openFloor(options: Options) {
  const inbox = createPromptInbox();
  let session: ReturnType<typeof query> | undefined;

  return {
    /** Sends one prompt and reads its turn to the end. */
    async firstDelta(): Promise<number> {
      const began = performance.now();
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
