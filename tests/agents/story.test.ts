import { expect, test } from "bun:test";
import { streamAnswer } from "../../client/sdk/index.ts";
import type { Task } from "../../shared/task.ts";
import { runs } from "../support/long.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { agentPids } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/** An answer each, with a kill -9 in its middle. */
const ROUNDS = ["one", "two", "three"].slice(0, runs(2, 3));

/** The next change of a task that fits. */
async function nextChange(client: Porter["client"], fits: (task: Task) => boolean): Promise<Task> {
  for await (const { data } of client.tasks.onChange.subscribe({ lastEventId: "0" })) {
    if (data.type === "updated" && fits(data.task)) return data.task;
  }
  throw new Error("The stream ended.");
}

async function answerOf(client: Porter["client"], to: Parameters<typeof streamAnswer>[1]): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of streamAnswer(client, to)) pieces.push(piece);
  return pieces.join("");
}

test("the story, through the typed client: a task, an agent, a follow-up, kill -9 in answers, and on", async () => {
  using home = scratchDir("story");
  await using api = startMessagesApi();
  const first = await startPorter({ api, home: home.path, findsClaude: true });
  const task = await first.client.tasks.create.mutate({ title: "Plan the garden" });
  api.when("Work on it", [
    [
      text("I will look. ", { chunk: 4 }),
      toolUse("mcp__porter__update_task", { id: task.id, status: "in_progress" }),
    ],
    [text("Planned.", { chunk: 4 })],
  ]);
  const changed = nextChange(first.client, ({ status }) => status === "in_progress");
  const session = await first.client.agents.start.mutate({ prompt: "Work on it", taskId: task.id });
  expect(await answerOf(first.client, session)).toBe("I will look. \n\nPlanned.");
  expect(await changed).toMatchObject({ id: task.id, updatedBy: `session:${session.id}` });

  const warm = agentPids(first);
  api.when("And the trees", [[text("Two apple trees.", { chunk: 4 })]]);
  const followUp = await first.client.agents.send.mutate({ id: session.id, content: "And the trees?" });
  expect(await answerOf(first.client, followUp)).toBe("Two apple trees.");
  expect(agentPids(first)).toEqual(warm);

  let porter = first;
  for (const round of ROUNDS) {
    const gate = api.gate();
    api.when(`Round ${round}`, [[text(`Half of ${round}`, { chunk: 3, until: gate })]]);
    const before = (await porter.client.agents.get.query({ id: session.id })).messages.length;
    {
      using watch = watchSession(porter.client, session.id);
      await porter.client.agents.send.mutate({ id: session.id, content: `Round ${round}` });
      await watch.until(({ messages }) => textOf(messages.at(-1)).startsWith("Half"));
    }
    await porter.kill();

    porter = await startPorter({ api, home: home.path, findsClaude: true });
    const kept = await porter.client.agents.get.query({ id: session.id });
    expect(kept.session.status).toBe("interrupted");
    expect(kept.messages.map(({ seq }) => seq)).toEqual(kept.messages.map((_, index) => index + 1));
    expect(kept.messages).toHaveLength(before + 2);
    expect(textOf(kept.messages.at(-2))).toBe(`Round ${round}`);
    expect(kept.messages.every(({ state }) => state === "done")).toBe(true);
  }

  await using last = porter;
  api.when("Go on", [[text("As I said.", { chunk: 4 })]]);
  const message = await last.client.agents.send.mutate({ id: session.id, content: "Go on" });
  expect(await answerOf(last.client, message)).toBe("As I said.");
  const told = JSON.stringify(api.requestsWith("Go on")[0]?.messages);
  const rounds = ROUNDS.map((round) => `Round ${round}`);
  for (const words of ["Work on it", "Planned.", "And the trees?", ...rounds])
    expect(told.split(words)).toHaveLength(2);
  expect((await last.client.tasks.get.query({ id: task.id })).status).toBe("in_progress");
});
