import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text, toolResultsOf, toolUse, type MessagesApi } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/** The agent wants to make a file; what it is told afterwards is "Understood." */
async function startWrite(api: MessagesApi, porter: Porter, marker: string) {
  const file = join(porter.home, "porter", `${marker}.txt`);
  api.when(marker, [[toolUse("Bash", { command: `touch ${file}` })], [text("Understood.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: `${marker} please` });
  return { session, file };
}

function lastResult(api: MessagesApi, marker: string) {
  return toolResultsOf(api.requestsWith(marker).at(-1) ?? failWith("no request"))[0];
}

function failWith(message: string): never {
  throw new Error(message);
}

describe("an approval", () => {
  test("holds a tool call until it is allowed, then runs it once", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { session, file } = await startWrite(api, porter, "ALLOWED");
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "failed");

    expect(approvals.map(({ toolName, status }) => [toolName, status])).toEqual([["Bash", "pending"]]);
    expect(existsSync(file)).toBe(false);
    const [approval] = approvals;
    await porter.client.agents.decide.mutate({ approvalId: approval?.id ?? "", decision: "allow" });
    const { messages } = await watch.untilStatus("completed", "failed");

    expect(existsSync(file)).toBe(true);
    expect(textOf(messages.at(-1))).toBe("Understood.");
    expect(lastResult(api, "ALLOWED")?.isError).toBe(false);
  });

  test("tells the agent the owner's words when it is denied, and nothing runs", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { session, file } = await startWrite(api, porter, "DENIED");
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "failed");
    const decision = {
      approvalId: approvals[0]?.id ?? "",
      decision: "deny" as const,
      message: "Not on a Sunday.",
    };
    await porter.client.agents.decide.mutate(decision);
    await watch.untilStatus("completed", "failed");

    expect(existsSync(file)).toBe(false);
    expect(lastResult(api, "DENIED")?.text).toContain("Not on a Sunday.");
  });

  test("answered twice has one effect and a clear no", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { session } = await startWrite(api, porter, "TWICE");
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "failed");
    const approvalId = approvals[0]?.id ?? "";
    await porter.client.agents.decide.mutate({ approvalId, decision: "deny" });
    const second = await porter.client.agents.decide
      .mutate({ approvalId, decision: "allow" })
      .catch(porterErrorOf);

    expect(second).toMatchObject({ code: "CONFLICT" });
  });

  test("remembered lets the tool run for the rest of the session", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { session } = await startWrite(api, porter, "REMEMBER");
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "failed");
    await porter.client.agents.decide.mutate({
      approvalId: approvals[0]?.id ?? "",
      decision: "allow",
      remember: true,
    });
    await watch.untilStatus("completed", "failed");
    const later = join(porter.home, "porter", "later.txt");
    api.when("LATER", [[toolUse("Bash", { command: `touch ${later}` })], [text("Done.")]]);
    await porter.client.agents.send.mutate({ id: session.id, content: "LATER" });
    const state = await watch.until(({ messages }) => textOf(messages.at(-1)) === "Done.");

    expect(existsSync(later)).toBe(true);
    expect(state.approvals).toHaveLength(1);
  });

  test("outlives kill -9 of the server: answered after the restart, the call runs once", async () => {
    using home = scratchDir("approval");
    await using api = startMessagesApi();
    const first = await startPorter({ api, home: home.path });
    const { session, file } = await startWrite(api, first, "OUTLIVES");
    {
      using watch = watchSession(first.client, session.id);
      await watch.untilStatus("waiting", "failed");
    }
    await first.kill();

    await using porter = await startPorter({ api, home: home.path });
    const { approvals, session: kept } = await porter.client.agents.get.query({ id: session.id });
    expect(kept.status).toBe("waiting");
    expect(approvals[0]?.status).toBe("pending");
    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "Understood.");

    expect(existsSync(file)).toBe(true);
    expect(api.requestsWith("OUTLIVES")).toHaveLength(2);
  });

  test("is asked again when the server died while the allowed call ran", async () => {
    using home = scratchDir("again");
    await using api = startMessagesApi();
    const first = await startPorter({ api, home: home.path });
    const started = join(home.path, "started");
    const command = `touch ${started}; while [ ! -e ${home.path}/go ]; do sleep 0.05; done; echo ran >> ${home.path}/runs`;
    api.when("CRASH", [[toolUse("Bash", { command })], [text("Understood.")]]);
    const session = await first.client.agents.start.mutate({ prompt: "CRASH" });
    {
      using watch = watchSession(first.client, session.id);
      const { approvals } = await watch.untilStatus("waiting", "failed");
      await first.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
      await eventually(() => existsSync(started));
    }
    await first.kill();

    await using porter = await startPorter({ api, home: home.path });
    const { session: kept, approvals } = await porter.client.agents.get.query({ id: session.id });
    expect(kept.status).toBe("waiting");
    expect(approvals.map(({ status }) => status)).toEqual(["pending"]);
    expect(existsSync(join(home.path, "runs"))).toBe(false);
    await Bun.write(join(home.path, "go"), "");
    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "Understood.");
    expect(await Bun.file(join(home.path, "runs")).text()).toBe("ran\n");
  });

  test("that the owner goes past is withdrawn, and the conversation goes on", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { session, file } = await startWrite(api, porter, "PASSED");
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("waiting", "failed");
    await porter.client.agents.interrupt.mutate({ id: session.id });
    api.when("ONWARD", [[text("I let it be.")], [text("Here we go.")]]);
    await porter.client.agents.send.mutate({ id: session.id, content: "ONWARD" });
    const state = await watch.until(({ session: now }) => now?.status === "completed");

    expect(state.approvals.map(({ status }) => status)).toEqual(["withdrawn"]);
    expect(existsSync(file)).toBe(false);
    expect(api.requestsWith("ONWARD").length).toBeGreaterThan(0);
  });

  test("of one call makes a second one of the same message come again later", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const file = (name: string) => join(porter.home, "porter", name);
    // The second pair is met by a process that has resumed the conversation.
    for (const [prompt, marker] of [
      ["FIRST", "one"],
      ["SECOND", "two"],
    ] as const)
      api.when(`PAIR ${prompt}`, [
        [
          toolUse("Bash", { command: `touch ${file(`${marker}-a`)}` }),
          toolUse("Bash", { command: `touch ${file(`${marker}-b`)}` }),
        ],
        [text("Understood.")],
      ]);
    const session = await porter.client.agents.start.mutate({ prompt: "PAIR FIRST" });
    using watch = watchSession(porter.client, session.id);
    for (const [index, marker] of ["one", "two"].entries()) {
      if (index > 0) await porter.client.agents.send.mutate({ id: session.id, content: "PAIR SECOND" });
      const { approvals } = await watch.until(
        (state) => state.approvals.length > index && state.session?.status === "waiting",
      );
      expect(approvals).toHaveLength(index + 1);
      const approvalId = approvals[index]?.id ?? "";
      await porter.client.agents.decide.mutate({ approvalId, decision: "allow" });
      await watch.untilStatus("completed", "failed");
      expect([existsSync(file(`${marker}-a`)), existsSync(file(`${marker}-b`))]).toEqual([true, false]);
    }

    const results = toolResultsOf(api.requestsWith("PAIR SECOND").at(-1) ?? failWith("no request"));
    const refused = results.filter(({ isError }) => isError).map(({ text }) => text);
    expect(results).toHaveLength(4);
    expect(refused).toEqual(Array(2).fill(expect.stringContaining("Another call waits for the owner")));
  });

  test("is how a question reaches the owner, and the answer reaches the agent", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const question = {
      question: "Which colour?",
      header: "Colour",
      multiSelect: false,
      options: [
        { label: "Blue", description: "As the sky" },
        { label: "Red", description: "As a rose" },
      ],
    };
    api.when("ASK", [[toolUse("AskUserQuestion", { questions: [question] })], [text("Blue it is.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "ASK" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.untilStatus("waiting", "failed");
    const answers = { "Which colour?": "Blue" };
    await porter.client.agents.decide.mutate({
      approvalId: approvals[0]?.id ?? "",
      decision: "allow",
      answers,
    });
    await watch.untilStatus("completed", "failed");

    expect(lastResult(api, "ASK")?.text).toContain('"Which colour?"="Blue"');
  });
});
