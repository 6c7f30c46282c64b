import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf, watchSession } from "../support/watch.ts";

const { api, porter, talk } = await shareTalk();

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

  test("that is denied tells the agent the owner's words, nothing runs, and a second answer is a clear no", async () => {
    const file = fileIn("denied");
    api.when("DENIED", [[toolUse("Bash", { command: `touch ${file}` })], [text("Understood.")]]);
    const message = await talk.say("DENIED");
    const approval = await talk.asked();
    await talk.answer(approval, { decision: "deny", message: "Not on a Sunday." });
    const again = await talk.answer(approval, { decision: "allow" }).catch(porterErrorOf);
    await talk.turn(message, "completed", "failed");

    expect(again).toMatchObject({ code: "CONFLICT" });
    expect(existsSync(file)).toBe(false);
    expect(resultsOf("DENIED").at(-1)?.text).toContain("Not on a Sunday.");
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

  test("is asked again, and the owner told so, when the server died while the allowed call ran", async () => {
    using home = scratchDir("again");
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
      expect((await first.client.notifications.list.query()).items).toEqual([]);
    }
    await first.kill();

    await using porter = await startPorter({ api, home: home.path });
    const { session: kept, approvals } = await porter.client.agents.get.query({ id: session.id });
    expect(kept.status).toBe("waiting");
    expect(approvals.map(({ status }) => status)).toEqual(["pending"]);
    expect(existsSync(join(home.path, "runs"))).toBe(false);
    expect((await porter.client.notifications.list.query()).items).toMatchObject([
      { kind: "agent_waiting", key: `session:${session.id}`, readAt: null },
    ]);
    await Bun.write(join(home.path, "go"), "");
    using watch = watchSession(porter.client, session.id);
    await porter.client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "allow" });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "Understood.");
    expect(await Bun.file(join(home.path, "runs")).text()).toBe("ran\n");
  });
});
