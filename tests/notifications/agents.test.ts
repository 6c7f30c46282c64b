import { describe, expect, test } from "bun:test";
import { describeWaiting } from "../../server/agents/waiting.ts";
import { pause, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const question = {
  question: "Which colour?",
  header: "Colour",
  multiSelect: false,
  options: [
    { label: "Blue", description: "As the sky" },
    { label: "Red", description: "As a rose" },
  ],
};

describe("a session has one notification", () => {
  test("that tells what it waits for, a question without Allow or Deny, is done when the owner answers or stops it, and tells its end", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { notifications, agents } = porter.client;
    // Held, so that the end of a turn does not overtake the look at what its beginning did.
    const [denied, further] = [api.gate(), api.gate()];
    api.when("WRITE", [
      [toolUse("Bash", { command: "touch shed.txt" })],
      [pause(denied), text("Understood.")],
      [pause(further), text("On it.")],
    ]);
    const session = await agents.start.mutate({ prompt: "WRITE" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "failed");
    const approvalId = approvals[0]?.id ?? "";
    const [waiting, ...others] = (await notifications.list.query()).items;
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({
      kind: "agent_waiting",
      key: `session:${session.id}`,
      link: `/agents/${session.id}`,
      body: "The agent wants to run: touch shed.txt",
      approvalId,
    });

    await agents.decide.mutate({ approvalId, decision: "deny" });
    expect((await notifications.list.query()).items).toEqual([]);
    denied.open();
    await watch.untilStatus("completed", "failed");
    expect((await notifications.list.query()).items).toMatchObject([
      { id: waiting?.id, kind: "agent_completed", readAt: null, doneAt: null, approvalId: null },
    ]);

    await agents.send.mutate({ id: session.id, content: "WRITE on" });
    expect((await notifications.list.query({ state: "done" })).items).toMatchObject([{ id: waiting?.id }]);
    further.open();
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "On it.");

    api.when("ASK", [[toolUse("AskUserQuestion", { questions: [question] })], [text("Fine.")]]);
    await agents.send.mutate({ id: session.id, content: "ASK" });
    await watch.untilStatus("waiting", "failed");
    expect((await notifications.list.query()).items).toMatchObject([
      { kind: "agent_waiting", body: "The agent asks: Which colour?", approvalId: null },
    ]);
    await agents.interrupt.mutate({ id: session.id });
    expect((await notifications.list.query()).items).toEqual([]);
  });
});

describe("what an agent waits for, in words", () => {
  const id = Bun.randomUUIDv7();
  const say = (toolName: string, input: unknown) => describeWaiting({ id, toolName, input });

  test("names the tool's deed and its main argument", () => {
    expect(say("Write", { file_path: "/shed.md", content: "secret" })).toEqual({
      body: "The agent wants to write: /shed.md",
      approvalId: id,
    });
    expect(say("mcp__fetch__get", { url: "https://example.net" }).body).toBe(
      "The agent wants to use get (fetch): https://example.net",
    );
    expect(say("Unheard", { count: 3 }).body).toBe("The agent wants to use Unheard.");
    expect(say("Bash", "not an object").body).toBe("The agent wants to use Bash.");
  });

  test("is one line of bounded length", () => {
    const { body } = say("Bash", { command: `echo a\n\techo ${"🛠".repeat(500)}` });
    expect(body).toStartWith("The agent wants to run: echo a echo 🛠");
    expect(body.length).toBeLessThan(230);
    expect(body.isWellFormed()).toBe(true);
  });

  test("offers no approval for what Allow or Deny does not answer", () => {
    expect(say("ExitPlanMode", { plan: "# Plan" })).toEqual({
      body: "The agent has a plan and waits for your answer.",
    });
    expect(say("AskUserQuestion", { questions: [question] })).toEqual({
      body: "The agent asks: Which colour?",
    });
    expect(say("AskUserQuestion", {})).toEqual({ body: "The agent has a question." });
  });
});
