import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { text, toolUse } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf, watchSession } from "../support/watch.ts";

const { api, porter, talk } = await shareTalk();

const fileIn = (name: string) => join(porter.home, "porter", name);

/** What the agent was told of its calls, in the latest request. */
function toldIn(marker: string): string {
  const last = api.requestsWith(marker).at(-1);
  return last ? JSON.stringify(last.body) : "";
}

/** In the background, the turn would not wait for it. */
const underling = (prompt: string) =>
  toolUse("Agent", {
    description: "Make it",
    prompt,
    subagent_type: "general-purpose",
    run_in_background: false,
  });

describe("an approval", () => {
  test("stands in one list over all sessions; with changed input runs what the owner made of it, and the agent is told", async () => {
    const [wanted, made] = [fileIn("wanted"), fileIn("made")];
    api.when("CHANGED", [[toolUse("Bash", { command: `mkdir ${wanted}` })], [text("Done.")]]);
    const message = await talk.say("CHANGED");
    const waiting = await talk.asked();
    const { items, total } = await porter.client.agents.approvals.query();
    expect(total).toBe(1);
    expect(items).toMatchObject([
      {
        approval: { toolName: "Bash", status: "pending" },
        session: { id: talk.id, title: "Are you there?" },
      },
    ]);
    const approval = await talk.answer(waiting, {
      decision: "allow",
      editedInput: { command: `mkdir ${made}` },
    });
    expect(await porter.client.agents.approvals.query()).toEqual({ items: [], total: 0 });
    await talk.turn(message, "completed", "failed");

    expect([wanted, made].map((file) => existsSync(file))).toEqual([false, true]);
    expect(approval.editedInput).toEqual({ command: `mkdir ${made}` });
    expect(talk.watch.state.approvals.find(({ id }) => id === approval.id)).toMatchObject({
      status: "allowed",
      input: { command: `mkdir ${wanted}` },
    });
    expect(toldIn("CHANGED")).toContain("The owner changed the input of this call");
    const exported = (format: "json" | "markdown") =>
      porter.client.agents.export.query({ id: talk.id, format });
    const { text: markdown } = await exported("markdown");
    expect(markdown).toContain("Its owner changed this before they allowed it; it ran with:");
    expect(markdown).toContain(`"command": "mkdir ${made}"`);
    const { messages } = JSON.parse((await exported("json")).text) as { messages: object[] };
    expect(messages).toContainEqual(
      expect.objectContaining({
        changedInputs: { [approval.toolUseId]: { command: `mkdir ${made}` } },
      }),
    );
  });

  test("for a kind of command lets those pass, and nothing that hides behind one", async () => {
    api.when("KIND", [
      [toolUse("Bash", { command: `touch ${fileIn("one")}` })],
      [toolUse("Bash", { command: `touch ${fileIn("two")}` })],
      [toolUse("Bash", { command: `touch ${fileIn("three")}; touch ${fileIn("four")}` })],
      [text("Done.")],
    ]);
    const message = await talk.say("KIND");
    const first = await talk.asked();
    const refused = await porter.client.agents.decide
      .mutate({ approvalId: first.id, decision: "allow", remember: "Bash(cat:*)" })
      .catch(porterErrorOf);
    expect(refused).toMatchObject({ code: "INVALID" });
    await talk.answer(first, { decision: "allow", remember: "Bash(touch:*)" });
    const second = await talk.asked();
    expect(["one", "two", "three"].map((name) => existsSync(fileIn(name)))).toEqual([true, true, false]);
    await talk.answer(second, { decision: "deny" });
    await talk.turn(message, "completed", "failed");
    expect(existsSync(fileIn("four"))).toBe(false);
  });

  test("of a plan begins the work in the mode that the owner chose", async () => {
    const file = fileIn("planned");
    api.when("PLAN", [
      [toolUse("ExitPlanMode", {})],
      [toolUse("ExitPlanMode", {})],
      [toolUse("Write", { file_path: file, content: "as planned" })],
      [text("Done.")],
    ]);
    await porter.client.agents.steer.mutate({ id: talk.id, permissionMode: "plan" });
    const message = await talk.say("PLAN it");
    await talk.answer(await talk.asked(), { decision: "deny", message: "Quietly, please." });
    const refined = await talk.asked();
    expect(talk.watch.state.session?.permissionMode).toBe("plan");
    expect(toldIn("PLAN")).toContain("Quietly, please.");
    await talk.answer(refined, { decision: "allow", permissionMode: "acceptEdits" });
    const { session } = await talk.turn(message, "completed", "failed");

    expect(await Bun.file(file).text()).toBe("as planned");
    expect(session).toMatchObject({ status: "completed", permissionMode: "acceptEdits" });
    await porter.client.agents.steer.mutate({ id: talk.id, permissionMode: "default" });
  });

  test("of a sub-agent's call is waited for by its process, and the call runs once; the next is withdrawn when the turn is stopped, and an answer has no effect", async () => {
    const [allowed, withdrawn] = [fileIn("by-the-sub-agent"), fileIn("by-the-stopped-sub-agent")];
    api.when("UNDERLING", [
      [toolUse("Bash", { command: `echo ran >> ${allowed}` })],
      [toolUse("Bash", { command: `cp /dev/null ${withdrawn}` })],
      [text("So be it.")],
    ]);
    api.when("LET IT BE DONE", [[underling("UNDERLING")], [text("Done.")]]);
    const message = await talk.say("LET IT BE DONE");
    await talk.answer(await talk.asked(), { decision: "allow" }); // the sub-agent itself
    const held = await talk.asked();
    expect(held.toolName).toBe("Bash");
    await talk.answer(held, { decision: "allow" });
    const next = await talk.asked();
    expect(await Bun.file(allowed).text()).toBe("ran\n");
    await porter.client.agents.interrupt.mutate({ id: talk.id });
    await talk.turn(message, "interrupted", "failed");
    const late = await talk.answer(next, { decision: "allow" }).catch(porterErrorOf);

    expect(late).toMatchObject({ code: "CONFLICT" });
    expect(existsSync(withdrawn)).toBe(false);
    expect(await Bun.file(allowed).text()).toBe("ran\n");
  });

  test("that nobody answers in time is denied, and the agent goes on", async () => {
    const config = "agents.approval_hours = 0.0005";
    await using porter = await startPorter({ api, config });
    const file = join(porter.home, "porter", "too-late");
    api.when("TOO LATE", [[toolUse("Bash", { command: `touch ${file}` })], [text("So I left it.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "TOO LATE" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.until(({ messages }) => textOf(messages.at(-1)) === "So I left it.");
    const { items } = await porter.client.notifications.list.query({});

    expect(approvals[0]).toMatchObject({ status: "denied" });
    expect(existsSync(file)).toBe(false);
    expect(toldIn("TOO LATE")).toContain("Nobody answered within");
    expect(items.filter(({ kind }) => kind === "agent_waiting")).toEqual([]);
  });
});
