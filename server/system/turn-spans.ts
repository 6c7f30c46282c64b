import type { Db } from "../db/open.ts";
import type { EventLog } from "../events/log.ts";
import { createCountStore } from "./store.ts";
import type { Tracing } from "./tracing.ts";

/** Each turn that ends becomes a span, until the signal. */
export async function traceTurns(deps: {
  db: Db;
  events: Pick<EventLog, "follow">;
  tracing: Pick<Tracing, "isOn" | "record">;
  signal: AbortSignal;
}): Promise<void> {
  const { db, events, tracing, signal } = deps;
  if (!tracing.isOn) return;
  const counts = createCountStore(db);
  let since = new Date();
  const told = new Set<number>();
  for await (const { type } of events.follow({ filter: { families: ["session"] }, signal })) {
    if (type === "live") continue;
    const ended = counts.turnsEndedSince(since).filter(({ number }) => !told.has(number));
    for (const { number, sessionId, status, startedAt, endedAt, costUsd } of ended) {
      const attributes = {
        "porter.session": sessionId,
        "porter.cost_usd": costUsd,
        "porter.outcome": status,
      };
      tracing.record({ name: "agent turn", startedAt, endedAt, attributes, failed: status === "failed" });
      if (endedAt > since) told.clear();
      told.add(number);
      since = endedAt;
    }
  }
}
