import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { connectMcpHere } from "../mcp/connect.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import { createPorterClient } from "../../client/sdk/index.ts";
import { expectForbidden } from "../support/forbidden.ts";
import { issueCredential } from "../support/credential.ts";
import { text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf } from "../support/watch.ts";

// Each approval of a parked call takes a process: only what a test is about is asked for.
const { api, porter, talk } = await shareTalk({
  config: 'agents.approvals_by_mcp = true\n[agents.profiles.boss]\nallowed_tools = ["Agent"]',
  start: { profileId: "boss" },
});

const fileIn = (name: string) => join(porter.home, "porter", name);

/** What the agent was told of its latest calls in the turn of this prompt. */
function resultsOf(marker: string) {
  const last = api.requestsWith(marker).at(-1);
  if (!last) throw new Error(`Nobody asked for ${marker}.`);
  return toolResultsOf(last);
}

describe("an approval", () => {
  test("holds a call until it is allowed, runs it once, and makes a second one of the same message come again", async () => {
    // The second pair is met by a process that has resumed the conversation.
    for (const marker of ["one", "two"]) {
      const files = ["a", "b"].map((name) => fileIn(`${marker}-${name}`));
      const made = () => files.map((file) => existsSync(file));
      api.when(`PAIR ${marker}`, [
        files.map((file) => toolUse("Bash", { command: `echo ran >> ${file}` })),
        [text("Understood.")],
      ]);
      const message = await talk.say(`PAIR ${marker}`);
      const approval = await talk.asked();
      expect([approval.toolName, made()]).toEqual(["Bash", [false, false]]);
      await talk.answer(approval, { decision: "allow" });
      const { messages, session } = await talk.turn(message, "completed", "failed");

      expect(session.status).toBe("completed");
      expect(textOf(messages.at(-1))).toBe("Understood.");
      expect(made()).toEqual([true, false]);
      expect(await Bun.file(files[0] ?? "").text()).toBe("ran\n");
      const results = resultsOf(`PAIR ${marker}`).slice(-2);
      expect(results.filter(({ isError }) => !isError)).toHaveLength(1);
      expect(results.find(({ isError }) => isError)?.text).toContain("Another call waits for the owner");
    }
  });

  test("stands in one list over all sessions, and with what its session asks for in that of those at work; with changed input runs what the owner made of it, and the agent is told", async () => {
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
    expect(await porter.client.agents.atWork.query()).toEqual({
      items: [
        {
          sessionId: talk.id,
          doing: null,
          asks: { toolName: "Bash", input: { command: `mkdir ${wanted}` } },
        },
      ],
    });
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
    expect(JSON.stringify(api.requestsWith("CHANGED").at(-1)?.body)).toContain(
      "The owner changed the input of this call",
    );
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

  test("for a kind of command lets those pass, and nothing that hides behind one; denied, it tells the agent the owner's words, and a second answer is a clear no", async () => {
    api.when("KIND", [
      [toolUse("Bash", { command: `truncate -s 0 ${fileIn("one")}` })],
      [toolUse("Bash", { command: `truncate -s 0 ${fileIn("two")}` })],
      [toolUse("Bash", { command: `truncate -s 0 ${fileIn("three")}; touch ${fileIn("four")}` })],
      [text("Done.")],
    ]);
    const message = await talk.say("KIND");
    const first = await talk.asked();
    const refused = await porter.client.agents.decide
      .mutate({ approvalId: first.id, decision: "allow", remember: "Bash(cat:*)" })
      .catch(porterErrorOf);
    expect(refused).toMatchObject({ code: "INVALID" });
    await talk.answer(first, { decision: "allow", remember: "Bash(truncate:*)" });
    const second = await talk.asked();
    expect(["one", "two", "three"].map((name) => existsSync(fileIn(name)))).toEqual([true, true, false]);
    await talk.answer(second, { decision: "deny", message: "Not on a Sunday." });
    const again = await talk.answer(second, { decision: "allow" }).catch(porterErrorOf);
    await talk.turn(message, "completed", "failed");

    expect(again).toMatchObject({ code: "CONFLICT" });
    expect(["three", "four"].map((name) => existsSync(fileIn(name)))).toEqual([false, false]);
    expect(resultsOf("KIND").at(-1)?.text).toContain("Not on a Sunday.");
  });

  test("remembered lets the tool run for the rest of the session", async () => {
    const write = (name: string) => toolUse("Write", { file_path: fileIn(name), content: "x" });
    api.when("REMEMBER", [[write("now.txt")], [text("Understood.")]]);
    api.when("LATER", [[write("later.txt")], [text("Done.")]]);
    const message = await talk.say("REMEMBER");
    await talk.answer(await talk.asked(), { decision: "allow", remember: true });
    await talk.turn(message, "completed", "failed");
    const asked = talk.watch.state.approvals.length;
    const { messages } = await talk.turn(await talk.say("LATER"), "completed", "failed", "waiting");

    expect(textOf(messages.at(-1))).toBe("Done.");
    expect(existsSync(fileIn("later.txt"))).toBe(true);
    expect(talk.watch.state.approvals).toHaveLength(asked);
  });

  test("that the owner goes past is withdrawn, and the conversation goes on", async () => {
    const file = fileIn("passed");
    api.when("PASSED", [[toolUse("Bash", { command: `touch ${file}` })], [text("Understood.")]]);
    api.when("ONWARD", [[text("I let it be.")], [text("Here we go.")]]);
    await talk.say("PASSED");
    const { id: approvalId } = await talk.asked();
    await porter.client.agents.interrupt.mutate({ id: talk.id });
    const { session } = await talk.ask("ONWARD");

    expect(session.status).toBe("completed");
    expect(talk.watch.state.approvals.find(({ id }) => id === approvalId)?.status).toBe("withdrawn");
    expect(existsSync(file)).toBe(false);
    expect(api.requestsWith("ONWARD").length).toBeGreaterThan(0);
  });

  test("of a plan begins the work in the mode that the owner chose", async () => {
    const file = fileIn("planned");
    api.when("PLAN", [
      [toolUse("ExitPlanMode", {})],
      [toolUse("ExitPlanMode", {})],
      [toolUse("Edit", { file_path: file, old_string: "", new_string: "as planned" })],
      [text("Done.")],
    ]);
    await porter.client.agents.steer.mutate({ id: talk.id, permissionMode: "plan" });
    const message = await talk.say("PLAN it");
    await talk.answer(await talk.asked(), { decision: "deny", message: "Quietly, please." });
    const refined = await talk.asked();
    expect(talk.watch.state.session?.permissionMode).toBe("plan");
    expect(resultsOf("PLAN").at(-1)?.text).toContain("Quietly, please.");
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
    const underling = toolUse("Agent", {
      description: "Make it",
      prompt: "UNDERLING",
      subagent_type: "general-purpose",
      run_in_background: false, // In the background, the turn would not wait for it.
    });
    api.when("LET IT BE DONE", [[underling], [text("Done.")]]);
    const message = await talk.say("LET IT BE DONE");
    const held = await talk.asked();
    expect(held.toolName).toBe("Bash");
    await talk.answer(held, { decision: "allow" });
    const next = await talk.asked();
    expect(await Bun.file(allowed).text()).toBe("ran\n");
    await porter.client.agents.interrupt.mutate({ id: talk.id });
    await talk.turn(message, "interrupted", "failed");
    // The next prompt goes in one message with the result of the stopped call, where no script looks for it.
    await talk.ask("LEAVE IT");
    const late = await talk.answer(next, { decision: "allow" }).catch(porterErrorOf);

    expect(late).toMatchObject({ code: "CONFLICT" });
    expect(existsSync(withdrawn)).toBe(false);
    expect(await Bun.file(allowed).text()).toBe("ran\n");
  });

  test("is answered by another Claude of the owner's where the configuration lets it, by an agent never", async () => {
    const file = fileIn("by-mcp");
    api.when("PLEASE", [[toolUse("Bash", { command: `touch ${file}` })], [text("Done.")]]);
    const message = await talk.say("PLEASE");
    const { id: approval_id } = await talk.asked();
    const { id, token } = await porter.client.tokens.create.mutate({ name: "Desktop", scope: "owner" });
    await using mcp = await connectMcpHere(createPorterClient({ url: porter.url, token }));
    const names = async () => (await mcp.client.listTools()).tools.map(({ name }) => name);
    await eventually(async () => (await names()).includes("decide_approval"));

    const { data } = await mcp.call("list_approvals");
    expect(data).toMatchObject({
      total: 1,
      approvals: [{ id: approval_id, tool: "Bash", session_title: "Are you there?" }],
    });
    expect((await mcp.call("decide_approval", { approval_id, decision: "allow" })).data).toEqual({
      id: approval_id,
      status: "allowed",
    });
    await talk.turn(message, "completed", "failed");
    expect(existsSync(file)).toBe(true);
    expect((await mcp.call("decide_approval", { approval_id, decision: "deny" })).error).toContain(
      "no effect",
    );
    const { items } = await porter.client.agents.decidedApprovals.query();
    expect(items.find(({ approval }) => approval.id === approval_id)?.decidedBy).toBe(`token:${id}`);

    const agent = createPorterClient({
      url: porter.url,
      token: issueCredential(porter, { kind: "session", sessionId: talk.id }),
    });
    await expectForbidden([
      agent.agents.approvalsForMcp.query(),
      agent.agents.approvals.query(),
      agent.agents.decide.mutate({ approvalId: approval_id, decision: "allow" }),
      agent.agents.decideByMcp.mutate({ approvalId: approval_id, decision: "allow" }),
    ]);
  });
});
