import { liveText, pause, startMessagesApi, text, type MessagesApi } from "../tests/support/messages-api.ts";
import { scratchDir, startPorter, type Porter } from "../tests/support/server.ts";
import { watchSession } from "../tests/support/watch.ts";
import { startChild, type Child } from "./child.ts";
import type { SdkFigures, SdkJob } from "./children/sdk-sessions.ts";
import type { TabsFigures, TabsJob } from "./children/tabs.ts";
import { toRow, type Bench } from "./frame.ts";
import { cpuOf } from "./machine.ts";
import { stampedPieces } from "./stamps.ts";
import { median, quantile } from "./statistics.ts";

const SESSIONS = 8;
const TABS = 3;
const PER_SECOND = 200;

/** Of one round, times in ms. @param cpu for 10,000 deltas */
type Round = { median: number; p99: number; cpu: number };

export const deltas: Bench = {
  name: "deltas",
  says: `${SESSIONS} sessions at ${PER_SECOND} deltas a second each, followed by ${TABS} tabs (typed clients in one process of their own): from the moment the scripted Messages API sends a delta to its arrival. Floor: the Agent SDK alone with as many sessions, which has nobody to tell. Each figure is the median of the rounds.`,

  async run({ isQuick }) {
    const { rounds, seconds } = isQuick ? { rounds: 1, seconds: 2 } : { rounds: 5, seconds: 5 };
    await using api = startMessagesApi();
    using home = scratchDir("bench-deltas");
    await using porter = await startPorter({ api, config: `agents.max_concurrent = ${SESSIONS}` });
    await using tabs = startChild("tabs", { PORTER_API_URL: porter.url, PORTER_TOKEN: porter.token });
    await using sdk = startChild("sdk-sessions", api.env(home.path));
    api.when("WARM", () => text("Here."));
    const ids = await Promise.all(Array.from({ length: SESSIONS }, () => warmSession(porter)));
    sdk.send({ prompts: ids.map(() => "WARM") } satisfies SdkJob);
    await sdk.hear();

    const count = SESSIONS * PER_SECOND * seconds;
    const own: Round[] = [];
    const floor: Round[] = [];
    for (let round = 0; round <= rounds; round++) {
      const begin = script(api, `PORTER ${round}`, seconds);
      tabs.send({ tabs: TABS, sessions: SESSIONS } satisfies TabsJob);
      await tabs.hear();
      const work = cpuDuring(porter, count);
      await Promise.all(
        ids.map((id, index) =>
          porter.client.agents.send.mutate({ id, content: promptOf(`PORTER ${round}`, index) }),
        ),
      );
      await begin();
      const { lags } = await tabs.hear<TabsFigures>();
      if (lags.length !== count * TABS)
        throw new Error(`${count * TABS} deltas were sent, and ${lags.length} came.`);
      const figures = { ...timesOf(lags), cpu: work() };
      const least = await measureFloor(api, sdk, { marker: `FLOOR ${round}`, seconds });
      if (round === 0) continue; // The compilers are at work.
      own.push(figures);
      floor.push(least);
    }
    const each = (read: (round: Round) => number) => ({ samples: own.map(read), floor: floor.map(read) });
    return [
      toRow({ what: "lag, median", unit: "ms", ...each((round) => round.median) }),
      toRow({
        what: "lag, p99",
        unit: "ms",
        ...each((round) => round.p99),
        aims: [{ of: "porter", most: 30 }],
      }),
      toRow({ what: "processor, 10,000 deltas", unit: "ms", ...each((round) => round.cpu) }),
    ];
  },
};

async function warmSession(porter: Porter): Promise<string> {
  const { id } = await porter.client.agents.start.mutate({ prompt: "WARM" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed");
  return id;
}

const promptOf = (marker: string, index: number): string => `${marker}, session ${index}.`;

/** All answers to the marker begin together, when the function that it gives is called and all are asked for. */
function script(api: MessagesApi, marker: string, seconds: number): () => Promise<void> {
  const gates = Array.from({ length: SESSIONS }, () => api.gate());
  for (const [index, gate] of gates.entries())
    api.when(promptOf(marker, index), [[pause(gate), liveText(() => stampedPieces(PER_SECOND, seconds))]]);
  return async () => {
    await Promise.all(gates.map(({ reached }) => reached));
    for (const gate of gates) gate.open();
  };
}

async function measureFloor(
  api: MessagesApi,
  sdk: Child,
  { marker, seconds }: { marker: string; seconds: number },
): Promise<Round> {
  const begin = script(api, marker, seconds);
  const work = cpuDuring(sdk, SESSIONS * PER_SECOND * seconds);
  const prompts = Array.from({ length: SESSIONS }, (_, index) => promptOf(marker, index));
  sdk.send({ prompts } satisfies SdkJob);
  await begin();
  const { lags } = await sdk.hear<SdkFigures>();
  return { ...timesOf(lags), cpu: work() };
}

const timesOf = (lags: readonly number[]) => ({ median: median(lags), p99: quantile(lags, 0.99) });

/** From now until the call: what the process has used for 10,000 of so many deltas, in ms. */
function cpuDuring({ pid }: { pid: number }, count: number): () => number {
  const before = cpuOf(pid);
  return () => ((cpuOf(pid) - before) * 10_000) / count;
}
