import { describe, expect, test } from "bun:test";
import { AgentStopped, streamAnswer } from "../../client/sdk/index.ts";
import { apiError, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { shareTalk } from "../support/shared-talk.ts";

const { api, porter, talk } = await shareTalk();

async function collect(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

describe("streamAnswer", () => {
  test("gives an answer in pieces, past a tool call, and for a follow-up the new answer alone", async () => {
    const gate = api.gate();
    api.when("FIRST", [
      [text("I look at the list.", { chunk: 4, until: gate }), toolUse("mcp__porter__list_tasks", {})],
      text("It is empty.", { chunk: 4 }),
    ]);
    api.when("SECOND", [text("Still empty.", { chunk: 4 })]);

    const session = await porter.client.agents.start.mutate({ prompt: "FIRST" });
    const answer = streamAnswer(porter.client, session);
    const first = (await answer.next()).value ?? "";
    expect(first).not.toBe("");
    gate.open(); // Until here it was not said to its end.
    expect(first + (await collect(answer)).join("")).toBe("I look at the list.\n\nIt is empty.");

    const message = await porter.client.agents.send.mutate({ id: session.id, content: "SECOND" });
    expect((await collect(streamAnswer(porter.client, message))).join("")).toBe("Still empty.");
    // Of a session that has ended: all of it, at once.
    expect((await collect(streamAnswer(porter.client, session))).join("")).toBe(
      "I look at the list.\n\nIt is empty.\n\nStill empty.",
    );
  });

  test("gives the answer to a message that had to wait, and nothing of the turn before it", async () => {
    const gate = api.gate();
    api.when("EARLIER", [
      [text("Before. ", { until: gate }), toolUse("mcp__porter__list_tasks", {})],
      [text("Still the first.")],
    ]);
    api.when("LATER", [[text("The second.", { chunk: 4 })]]);
    const { id: first } = await talk.say("EARLIER");
    await gate.reached;
    const message = await talk.say("LATER");
    const waiting = await porter.client.agents.get.query({ id: talk.id });
    expect(waiting.session.queuedMessageIds).toEqual([message.id]);
    const answer = collect(streamAnswer(porter.client, message));
    gate.open();

    expect((await answer).join("")).toBe("The second.");
    const { session: ended, messages } = await porter.client.agents.get.query({ id: talk.id });
    expect(ended.queuedMessageIds).toEqual([]);
    // As it was when it was sent, it also names its answer afterwards.
    expect((await collect(streamAnswer(porter.client, message))).join("")).toBe("The second.");
    const since = messages.slice(messages.findIndex(({ id }) => id === first));
    expect(since.map(({ role }) => role)).toEqual([
      "user",
      "assistant",
      "tool",
      "assistant",
      "user",
      "assistant",
    ]);
  });

  test("goes on over a restart of Porter in mid-answer, and then says that the agent was stopped", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const gate = api.gate();
    api.when("LONG", [text("This much was said.", { until: gate })]);
    const session = await porter.client.agents.start.mutate({ prompt: "LONG" });

    const answer = streamAnswer(porter.client, session);
    let said = "";
    while (said !== "This much was said.") said += (await answer.next()).value ?? "";
    await porter.kill();
    await using back = await startPorter({ api, home: porter.home, port: porter.port });

    expect(back.url).toBe(porter.url);
    const rest = collect(answer);
    const stopped = await rest.catch((error: unknown) => error);
    if (!(stopped instanceof AgentStopped)) throw new Error(`It ended with ${String(stopped)}`);
    expect(stopped.session).toMatchObject({ id: session.id, status: "interrupted" });
    expect(stopped.message).toBe(stopped.session.error ?? "");
  });

  test("throws AgentStopped in words for a person when the agent fails", async () => {
    api.when("FAIL", () => apiError(400, "invalid_request_error", "the prompt is odd"));
    const message = await talk.say("FAIL");
    const failed = await collect(streamAnswer(porter.client, message)).catch((error: unknown) => error);
    if (!(failed instanceof AgentStopped)) throw new Error(`It ended with ${String(failed)}`);
    expect(failed.session.status).toBe("failed");
    expect(failed.message).toContain("the prompt is odd");
  });

  test("ends quietly with its signal", async () => {
    const gate = api.gate();
    api.when("ONE WORD", [text("Word", { until: gate })]);
    const message = await talk.say("ONE WORD");
    const controller = new AbortController();
    const said: string[] = [];
    for await (const piece of streamAnswer(porter.client, message, { signal: controller.signal })) {
      said.push(piece);
      controller.abort();
    }
    expect(said.join("")).toBe("Word");
    gate.open();
    await talk.turn(message, "completed", "failed");
  });
});
