import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DecideApproval } from "../../shared/approval.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text, toolUse, type MessagesApi } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession, type Watched } from "../support/watch.ts";

const pendingOf = ({ approvals }: Watched) => approvals.find(({ status }) => status === "pending");

/** Starts an agent that does as scripted, up to where it waits for the first time. */
async function startAsking(api: MessagesApi, porter: Porter, script: Parameters<MessagesApi["when"]>[1]) {
  api.when("PLEASE", script);
  const session = await porter.client.agents.start.mutate({ prompt: "PLEASE do it" });
  const watch = watchSession(porter.client, session.id);
  await watch.untilStatus("waiting", "failed");
  const decide = (answer: Omit<DecideApproval, "approvalId">) =>
    porter.client.agents.decide.mutate({ approvalId: pendingOf(watch.state)?.id ?? "", ...answer });
  return { session, watch, decide, [Symbol.dispose]: () => watch[Symbol.dispose]() };
}

/** What the agent was told of its calls, in the latest request. */
function toldIn(api: MessagesApi, marker = "PLEASE"): string {
  const last = api.requestsWith(marker).at(-1);
  return last ? JSON.stringify(last.body) : "";
}

/** In the background, the turn would not wait for it. */
const UNDERLING = {
  description: "Make it",
  prompt: "UNDERLING",
  subagent_type: "general-purpose",
  run_in_background: false,
};

describe("an approval", () => {
  test("with changed input runs what the owner made of it, and the agent is told", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const [wanted, made] = ["wanted", "made"].map((name) => join(porter.home, "porter", name));
    using asking = await startAsking(api, porter, [
      [toolUse("Bash", { command: `touch ${wanted}` })],
      [text("Done.")],
    ]);
    const approval = await asking.decide({ decision: "allow", editedInput: { command: `touch ${made}` } });
    const { approvals } = await asking.watch.untilStatus("completed", "failed");

    expect([wanted, made].map((file) => existsSync(file ?? ""))).toEqual([false, true]);
    expect(approval.editedInput).toEqual({ command: `touch ${made}` });
    expect(approvals[0]).toMatchObject({ status: "allowed", input: { command: `touch ${wanted}` } });
    expect(toldIn(api)).toContain("The owner changed the input of this call");
    const exported = (format: "json" | "markdown") =>
      porter.client.agents.export.query({ id: asking.session.id, format });
    const { text: markdown } = await exported("markdown");
    expect(markdown).toContain("Its owner changed this before they allowed it; it ran with:");
    expect(markdown).toContain(`"command": "touch ${made}"`);
    const { messages } = JSON.parse((await exported("json")).text) as { messages: object[] };
    expect(messages).toContainEqual(
      expect.objectContaining({
        changedInputs: { [approval.toolUseId]: { command: `touch ${made}` } },
      }),
    );
  });

  test("for a kind of command lets those pass, and nothing that hides behind one", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const file = (name: string) => join(porter.home, "porter", name);
    using asking = await startAsking(api, porter, [
      [toolUse("Bash", { command: `touch ${file("one")}` })],
      [toolUse("Bash", { command: `touch ${file("two")}` })],
      [toolUse("Bash", { command: `touch ${file("three")}; touch ${file("four")}` })],
      [text("Done.")],
    ]);
    const refused = await asking.decide({ decision: "allow", remember: "Bash(cat:*)" }).catch(porterErrorOf);
    expect(refused).toMatchObject({ code: "INVALID" });
    await asking.decide({ decision: "allow", remember: "Bash(touch:*)" });
    await asking.watch.until(({ approvals }) => approvals.length === 2);
    await asking.watch.untilStatus("waiting", "failed");
    expect(["one", "two", "three"].map((name) => existsSync(file(name)))).toEqual([true, true, false]);
    await asking.decide({ decision: "deny" });
    await asking.watch.untilStatus("completed", "failed");
    expect(existsSync(file("four"))).toBe(false);
  });

  test("of a plan begins the work in the mode that the owner chose", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const file = join(porter.home, "porter", "planned");
    api.when("PLAN", [
      [toolUse("ExitPlanMode", {})],
      [toolUse("ExitPlanMode", {})],
      [toolUse("Write", { file_path: file, content: "as planned" })],
      [text("Done.")],
    ]);
    const session = await porter.client.agents.start.mutate({ prompt: "PLAN it", permissionMode: "plan" });
    using watch = watchSession(porter.client, session.id);
    const decide = (answer: Omit<DecideApproval, "approvalId">) =>
      porter.client.agents.decide.mutate({ approvalId: pendingOf(watch.state)?.id ?? "", ...answer });
    await watch.untilStatus("waiting", "failed");
    await decide({ decision: "deny", message: "Quietly, please." });
    await watch.until(({ approvals }) => approvals.length === 2);
    const refined = await watch.untilStatus("waiting", "failed");
    expect(refined.session?.permissionMode).toBe("plan");
    expect(toldIn(api, "PLAN")).toContain("Quietly, please.");
    await decide({ decision: "allow", permissionMode: "acceptEdits" });
    const { session: ended } = await watch.untilStatus("completed", "failed");

    expect(await Bun.file(file).text()).toBe("as planned");
    expect(ended).toMatchObject({ status: "completed", permissionMode: "acceptEdits" });
  });

  test("of a sub-agent's call is waited for by its process, and the call runs once", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const file = join(porter.home, "porter", "by-the-sub-agent");
    api.when("UNDERLING", [[toolUse("Bash", { command: `echo ran >> ${file}` })], [text("I did it.")]]);
    using asking = await startAsking(api, porter, [[toolUse("Agent", UNDERLING)], [text("Done.")]]);
    await asking.decide({ decision: "allow" }); // the sub-agent itself
    await asking.watch.until((state) => state.approvals.length === 2 && state.session?.status === "waiting");
    expect(pendingOf(asking.watch.state)?.toolName).toBe("Bash");
    await asking.decide({ decision: "allow" });
    await asking.watch.until(({ messages }) => textOf(messages.at(-1)) === "Done.");

    expect(await Bun.file(file).text()).toBe("ran\n");
    expect(toldIn(api)).toContain("I did it.");
  });

  test("of a sub-agent's call is withdrawn when the turn is stopped, and an answer has no effect", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    const file = join(porter.home, "porter", "by-the-sub-agent");
    api.when("UNDERLING", [[toolUse("Bash", { command: `touch ${file}` })], [text("I did it.")]]);
    using asking = await startAsking(api, porter, [[toolUse("Agent", UNDERLING)], [text("Done.")]]);
    await asking.decide({ decision: "allow" });
    await asking.watch.until((state) => state.approvals.length === 2 && state.session?.status === "waiting");
    const held = pendingOf(asking.watch.state);
    await porter.client.agents.interrupt.mutate({ id: asking.session.id });
    await asking.watch.untilStatus("interrupted", "failed");
    const late = await porter.client.agents.decide
      .mutate({ approvalId: held?.id ?? "", decision: "allow" })
      .catch(porterErrorOf);

    expect(late).toMatchObject({ code: "CONFLICT" });
    expect(existsSync(file)).toBe(false);
  });

  test("that nobody answers in time is denied, and the agent goes on", async () => {
    await using api = startMessagesApi();
    const config = "agents.approval_hours = 0.0005";
    await using porter = await startPorter({ api, config });
    const file = join(porter.home, "porter", "too-late");
    api.when("PLEASE", [[toolUse("Bash", { command: `touch ${file}` })], [text("So I left it.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "PLEASE do it" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.until(({ messages }) => textOf(messages.at(-1)) === "So I left it.");
    const { items } = await porter.client.notifications.list.query({});

    expect(approvals[0]).toMatchObject({ status: "denied" });
    expect(existsSync(file)).toBe(false);
    expect(toldIn(api)).toContain("Nobody answered within");
    expect(items.filter(({ kind }) => kind === "agent_waiting")).toEqual([]);
  });

  test("stands in one list over all sessions until it is answered", async () => {
    await using api = startMessagesApi();
    await using porter = await startPorter({ api });
    using asking = await startAsking(api, porter, [[toolUse("Bash", { command: "true" })], [text("Done.")]]);
    const { items, total } = await porter.client.agents.approvals.query();
    expect(total).toBe(1);
    expect(items).toMatchObject([
      {
        approval: { toolName: "Bash", status: "pending" },
        session: { id: asking.session.id, title: "PLEASE do it" },
      },
    ]);
    await asking.decide({ decision: "deny" });
    expect(await porter.client.agents.approvals.query()).toEqual({ items: [], total: 0 });
  });
});
