import { expect, test } from "bun:test";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { agentPids, eventually, processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const SESSIONS = 3;
const WORDS = 60;

/** What session `n` says: its own number in each word. */
const answerOf = (n: number): string => Array.from({ length: WORDS }, (_, word) => `${n}-${word} `).join("");

test("3 sessions write at once: each its own words and all of them, in 3 processes, and none is left", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: `agents.max_concurrent = ${SESSIONS}` });
  const { agents } = porter.client;
  const numbers = Array.from({ length: SESSIONS }, (_, n) => n);
  const gates = numbers.map(() => api.gate());
  gates.forEach((gate, n) => {
    // All stand in mid-answer before any of them goes on.
    api.when(`NUMBER ${n}.`, () => [
      text("Begun.", { until: gate }),
      text(answerOf(n), { chunk: 5, delayMs: 10 }),
    ]);
  });
  const sessions = await Promise.all(
    numbers.map((n) => agents.start.mutate({ prompt: `NUMBER ${n}.`, idempotencyKey: `at-once-${n}` })),
  );
  const watches = sessions.map(({ id }) => watchSession(porter.client, id));
  await Promise.all(gates.map(({ reached }) => reached));
  expect((await porter.client.system.status.query()).agents).toMatchObject({ running: SESSIONS, queued: 0 });
  expect(agentPids(porter)).toHaveLength(SESSIONS);

  for (const gate of gates) gate.open();
  const ends = await Promise.all(watches.map((watch) => watch.untilStatus("completed", "failed")));

  ends.forEach(({ messages, session }, n) => {
    expect(session).toMatchObject({ status: "completed", error: null });
    expect(textOf(messages.at(-1))).toBe(`Begun.${answerOf(n)}`);
  });
  for (const watch of watches) {
    const deltas = watch.state.events.filter(({ type }) => type === "delta");
    expect(deltas.length).toBeGreaterThan(1); // Seen while it was written, not at its end.
    watch[Symbol.dispose]();
  }

  await porter.stop();
  await eventually(() => processesOf(porter.home).length === 0);
});
