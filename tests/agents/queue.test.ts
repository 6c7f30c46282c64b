import { describe, expect, test } from "bun:test";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { eventually, processesOf } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession, type Watched } from "../support/watch.ts";

const BYPASS = 'agents.permission_mode = "bypassPermissions"';
const said = ({ messages }: Watched) =>
  messages.filter(({ role }) => role === "user" || role === "assistant").map(textOf);

describe("messages that wait for their turn", () => {
  test("are changed, taken back and put first; the agent gets them as they stand when their turns begin", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { agents } = porter.client;
    const end = api.gate();
    api.when("LONG", [[text("At work", { until: end })]]);
    api.when("URGENT", [[text("At once.")]]);
    api.when("BETTER", [[text("Done better.")]]);
    api.when("THIRD", [[text("Third done.")]]);
    const session = await agents.start.mutate({ prompt: "LONG" });
    using watch = watchSession(porter.client, session.id);
    await watch.until(({ messages }) => textOf(messages[1]) === "At work");

    const send = (content: string) => agents.send.mutate({ id: session.id, content });
    const [worse, needless, , urgent] = [
      await send("WORSE"),
      await send("NEEDLESS"),
      await send("THIRD"),
      await send("URGENT"),
    ];
    await agents.editQueued.mutate({ messageId: worse.id, content: "BETTER" });
    await agents.removeQueued.mutate({ messageId: needless.id });
    const { queuedMessageIds } = (await agents.get.query({ id: session.id })).session;
    expect(queuedMessageIds).toHaveLength(3);
    expect(watch.state.messages.map(({ id }) => id)).not.toContain(needless.id);

    await agents.sendNow.mutate({ messageId: urgent.id });
    const done = await watch.until(
      ({ messages, session }) => session?.status === "completed" && textOf(messages.at(-1)) === "Third done.",
    );
    expect(said(done)).toEqual([
      "LONG",
      "At work",
      "URGENT",
      "At once.",
      "BETTER",
      "Done better.",
      "THIRD",
      "Third done.",
    ]);
    for (const words of ["WORSE", "NEEDLESS"]) expect(api.requestsWith(words)).toEqual([]);
    end.open();

    // What has begun is refused, and stays as it is.
    const late = { messageId: worse.id };
    for (const refused of [
      agents.editQueued.mutate({ ...late, content: "LATE" }),
      agents.removeQueued.mutate(late),
      agents.sendNow.mutate(late),
    ])
      expect(await refused.catch(porterErrorOf)).toMatchObject({ code: "CONFLICT" });
    const gone = await agents.removeQueued.mutate({ messageId: needless.id }).catch(porterErrorOf);
    expect(gone).toMatchObject({ code: "NOT_FOUND" });
    expect(
      textOf((await agents.get.query({ id: session.id })).messages.find(({ id }) => id === worse.id)),
    ).toBe("BETTER");
  });

  test("one that is sent now passes a call that waits for the owner", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    api.when("DIG", [[toolUse("Bash", { command: "touch hole" })], [text("Never.")]]);
    api.when("LEAVE IT", [[text("I leave it.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "DIG" });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("waiting");
    const message = await porter.client.agents.send.mutate({ id: session.id, content: "LEAVE IT" });
    await porter.client.agents.sendNow.mutate({ messageId: message.id });
    const { messages, approvals } = await watch.untilStatus("completed", "failed");
    expect(textOf(messages.at(-1))).toBe("I leave it.");
    expect(approvals.map(({ status }) => status)).toEqual(["withdrawn"]);
  });

  test("one that is sent now twice goes once; stopped while the call is still being passed, it does not go", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { agents } = porter.client;
    api.when("DIG", [[toolUse("Bash", { command: "touch hole" })], [text("Never.")]]);
    api.when("LEAVE IT", [[text("I leave it.")], [text("Twice.")]]);
    const session = await agents.start.mutate({ prompt: "DIG" });
    using watch = watchSession(porter.client, session.id);
    await watch.untilStatus("waiting");
    const { id: messageId } = await agents.send.mutate({ id: session.id, content: "LEAVE IT" });
    const both = await Promise.allSettled([1, 2].map(() => agents.sendNow.mutate({ messageId })));
    // The second finds it begun, or the first still on its way.
    for (const one of both)
      if (one.status === "rejected") expect(porterErrorOf(one.reason)).toMatchObject({ code: "CONFLICT" });
    await watch.untilStatus("running");
    expect((await agents.interrupt.mutate({ id: session.id })).status).toBe("interrupted");
    expect(api.requestsWith("LEAVE IT")).toEqual([]);

    api.when("ONWARD", [[text("Here I am.")]]);
    await agents.send.mutate({ id: session.id, content: "ONWARD" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "Here I am.");
  });

  test("are not overwritten by who began to change them before another did", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { agents } = porter.client;
    const end = api.gate();
    api.when("LONG", [[text("At work", { until: end })]]);
    const session = await agents.start.mutate({ prompt: "LONG" });
    const { id: messageId } = await agents.send.mutate({ id: session.id, content: "Paint it" });
    const edit = (content: string) => agents.editQueued.mutate({ messageId, content, before: "Paint it" });
    expect(textOf(await edit("Paint it red"))).toBe("Paint it red");
    expect(await edit("Paint it blue").catch(porterErrorOf)).toMatchObject({ code: "CONFLICT" });
    await agents.interrupt.mutate({ id: session.id });
  });
});

describe("an interrupt", () => {
  test("ends a command that will not be told, at once and with all below it, and the conversation goes on", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api, config: BYPASS });
    const { agents } = porter.client;
    // What is ignored stays so over exec.
    const command = "trap '' INT TERM HUP; exec tail -f /dev/null";
    // The next message stands beside the result of the stopped call, so the script looks for it itself.
    api.when("STUBBORN", ({ messages }) => {
      const goesOn = JSON.stringify(messages.at(-1)).includes("ONWARD");
      return goesOn ? text("Here I am.") : toolUse("Bash", { command });
    });
    const session = await agents.start.mutate({ prompt: "STUBBORN" });
    using watch = watchSession(porter.client, session.id);
    const isDigging = () => processesOf(porter.home).some(({ command }) => command.startsWith("tail"));
    await eventually(isDigging);
    const before = performance.now();
    const stopped = await agents.interrupt.mutate({ id: session.id });
    const took = performance.now() - before;
    expect(stopped.status).toBe("interrupted");
    // 45 ms mostly. Above this limit the CLI has not stopped by itself.
    expect(took).toBeLessThan(5_000);
    await eventually(() => !isDigging());
    await agents.send.mutate({ id: session.id, content: "ONWARD" });
    const { messages } = await watch.untilStatus("completed", "failed");
    expect(textOf(messages.at(-1))).toBe("Here I am.");
  });

  test("counts also for a turn that has only just begun, in a process that is still starting", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const { agents } = porter.client;
    api.when("EARLY", [[text("Too late.")]]);
    api.when("ONWARD", [[text("Here I am.")]]);
    const session = await agents.start.mutate({ prompt: "EARLY" });
    const stopped = await agents.interrupt.mutate({ id: session.id });
    expect(stopped.status).toBe("interrupted");
    await agents.send.mutate({ id: session.id, content: "ONWARD" });
    using watch = watchSession(porter.client, session.id);
    const { messages } = await watch.untilStatus("completed", "failed");
    expect(textOf(messages.at(-1))).toBe("Here I am.");
  });
});
