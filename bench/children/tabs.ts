import { createPorterClient, type PorterClient } from "../../client/sdk/index.ts";
import { hearParent, tellParent } from "../child.ts";
import { agesOf } from "../stamps.ts";

/** Tabs that follow everything, until each has seen so many sessions complete. They say when all of them are there. */
export type TabsJob = { tabs: number; sessions: number };
/** How old each delta was when it came, in ms, of all tabs together. */
export type TabsFigures = { lags: number[] };

async function measure({ tabs, sessions }: TabsJob): Promise<TabsFigures> {
  const client = createPorterClient();
  let there = 0;
  const onReady = () => {
    if (++there === tabs) tellParent("ready");
  };
  const lags = await Promise.all(Array.from({ length: tabs }, () => follow(client, { sessions, onReady })));
  return { lags: lags.flat() };
}

async function follow(
  client: PorterClient,
  { sessions, onReady }: { sessions: number; onReady: () => void },
): Promise<number[]> {
  const lags: number[] = [];
  const completed = new Set<string>();
  for await (const { data } of client.events.onEvent.subscribe()) {
    if (data.topic === "stream" && data.change.type === "ready") onReady();
    if (data.topic !== "agents") continue;
    if (data.change.type === "delta") lags.push(...agesOf(data.change.text));
    if (data.change.type !== "session" || data.change.session.status !== "completed") continue;
    completed.add(data.change.session.id);
    if (completed.size === sessions) break;
  }
  return lags;
}

for await (const job of hearParent<TabsJob>()) tellParent(await measure(job));
