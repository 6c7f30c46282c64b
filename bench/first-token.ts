import { query, type Options } from "@anthropic-ai/claude-agent-sdk/core";
import { createPromptInbox } from "../server/agents/runner/prompt-inbox.ts";
import { text, type MessagesApi } from "../tests/support/messages-api.ts";
import { scratchDir, startPorter } from "../tests/support/server.ts";
import { median, quantile } from "./statistics.ts";

const COLD_ROUNDS = 8;
const WARM_ROUNDS = 20;

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

  let onDelta = (): void => undefined;
  const stream = porter.client.events.onEvent.subscribe(undefined, {
    onData: ({ data }) => {
      if (data.topic === "agents" && data.change.type === "delta") onDelta();
    },
  });
  const firstDeltaAfter = async (act: () => Promise<unknown>): Promise<number> => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const began = performance.now();
    onDelta = () => resolve(performance.now() - began);
    await act();
    return promise;
  };
  const untilDone = async (id: string) => {
    for await (const { data } of porter.client.agents.onEvent.subscribe({ id })) {
      if (data.type === "session" && data.session.status === "completed") return;
      if (data.type === "ready") {
        const { session } = await porter.client.agents.get.query({ id });
        if (session.status === "completed") return;
      }
    }
  };

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
  stream.unsubscribe();

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
    row("first delta, warm follow-up (agents.send)", samples.warmFloor, samples.warmPorter),
  ];
}

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
      inbox.push({ blocks: [{ type: "text", text: "BENCH" }], isCommand: false });
      let first = Number.NaN;
      for (;;) {
        const { value, done } = await session.next();
        if (done) throw new Error("The CLI ended.");
        const isDelta = value.type === "stream_event" && value.event.type === "content_block_delta";
        if (isDelta && Number.isNaN(first)) first = performance.now() - began;
        if (value.type === "result") return first;
      }
    },
    [Symbol.dispose]: () => {
      inbox.close();
      session?.close();
    },
  };
}
