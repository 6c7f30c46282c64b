import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { apiError, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { at, porterCommand, startOnTerminal, startPorterCommand } from "./command.ts";

const api = startMessagesApi();
let porter: Porter;
let talk: Talk;
beforeAll(async () => {
  porter = await startPorter({ api });
  talk = await startTalk(porter);
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

const run = (...args: string[]) => porterCommand(args, at(porter));
const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** A command that has to be allowed; the file tells whether it ran. */
function touching(name: string) {
  const path = `${porter.home}/${name}`;
  return { path, call: toolUse("Bash", { command: `touch ${path}` }) };
}

/** Such a command, then an end. */
function asksFor(marker: string): string {
  const { path, call } = touching(marker);
  api.when(marker, [[text("I try."), call], text("The end.")]);
  return path;
}

describe("bun porter agents", () => {
  test("start takes what is piped in behind its words, and gives the answer and nothing else to a pipe", async () => {
    api.when("REVIEW", [
      [text("I look.\u001b[2J", { chunk: 3 }), toolUse("mcp__porter__list_tasks", {})],
      text("It is fine."),
    ]);
    const task = await porter.client.tasks.create.mutate({ title: "Review" });
    const { stdout, stderr, code } = await porterCommand(
      ["agents", "start", "REVIEW", "this:", "-", "--task", String(task.number), "--budget", "5"],
      at(porter),
      "-old\n+new\n",
    );
    expect({ stdout, code }).toEqual({ stdout: "I look.[2J\n\nIt is fine.\n", code: 0 });
    expect(stderr).toContain("list_tasks");
    expect(api.requestsWith("REVIEW")[0]?.prompt).toContain("REVIEW this:\n\n-old\n+new");

    const { items } = JSON.parse((await run("agents", "ls", "--query", "REVIEW", "--json")).stdout);
    expect(items).toMatchObject([{ taskId: task.id, budgetUsd: 5 }]);
    const id: string = items[0].id;
    const again = await run("agents", "attach", id.slice(0, 13), "--json");
    const heard = lines(again.stdout);
    expect(heard.map(({ type }) => type)).toEqual(["text", "tool", "text", "text", "session"]);
    expect(heard[1]).toMatchObject({ name: "mcp__porter__list_tasks", bySubAgent: false });
    expect(heard.at(-1)).toMatchObject({ session: { id, status: "completed" } });
    expect((await run("agents", "show", id)).stdout).toMatch(/^Review(.|\n)*completed(.|\n)*It is fine\.\n$/);
    expect((await run("agents", "attach", "00000000-0000")).code).toBe(5);
  });

  test("send prints the answer to what was sent alone; a failed agent exits 1", async () => {
    api.when("HOW MANY", [[toolUse("Frobnicate", {})], text("Seven.")]);
    api.when("BREAK", () => apiError(400, "invalid_request_error", "the prompt is odd"));
    const answered = await run("agents", "send", talk.id, "HOW", "MANY?");
    expect([answered.stdout, answered.code]).toEqual(["Seven.\n", 0]);
    expect(answered.stderr).toMatch(/^ {2}Frobnicate\n {2}failed: .*\n$/);
    const failed = await run("agents", "send", talk.id, "BREAK", "--json");
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stderr).error).toEqual({
      code: "AGENT_STOPPED",
      message: expect.stringContaining("the prompt is odd"),
    });
  });

  test("detached, what waits is listed and answered by other commands; stop ends it", async () => {
    const path = asksFor("DETACHED");
    const sent = await run("agents", "send", talk.id, "DETACHED", "--detach");
    expect(sent).toEqual({ stdout: `${talk.id}\n`, stderr: "", code: 0 });
    await using attached = startPorterCommand(["agents", "attach", talk.id], at(porter));
    await attached.stderr.until("bun porter agents allow");
    expect((await run("agents", "approvals")).stdout).toContain(`Bash touch ${path}`);
    // What a script left empty means nothing, not whatever there is.
    for (const empty of ["", "0"]) expect((await run("agents", "allow", empty)).code).toBe(5);
    expect((await run("agents", "start", "--profile", "", "--detach", "Go")).code).toBe(5);
    expect((await run("agents", "start", "--task", "", "--detach", "Go")).code).toBe(2);
    // Nobody is here to be asked, and a session stands for whatever waits in it by now.
    const unseen = await run("agents", "allow", talk.id);
    expect(unseen.code).toBe(2);
    const approval = /What waits there now: (\S+) {2}Bash touch/.exec(unseen.stderr)?.[1] ?? "";
    expect((await run("agents", "allow", approval)).stdout).toContain("allowed: Bash");
    expect(await run("agents", "deny", approval)).toMatchObject({
      code: 1,
      stderr: "bun porter agents deny: It waits no more: it is allowed.\n",
    });
    expect(await attached.stdout.whole()).toBe("I try.\n\nThe end.\n");
    expect(await attached.code).toBe(0);
    expect(await Bun.file(path).exists()).toBe(true);

    const gate = api.gate();
    api.when("FOR EVER", [text("On and on", { until: gate })]);
    await using endless = startPorterCommand(["agents", "send", talk.id, "FOR EVER"], at(porter));
    await endless.stdout.until("On and on");
    expect((await run("agents", "stop", talk.id)).code).toBe(0);
    expect(await endless.code).toBe(1);
    gate.open();
  });

  test("Ctrl+C leaves an agent at work and says how to come back", async () => {
    const gate = api.gate();
    api.when("LEAVE", [text("Begun. ", { until: gate })]);
    await using sent = startPorterCommand(["agents", "send", talk.id, "LEAVE"], at(porter));
    await sent.stdout.until("Begun.");
    sent.interrupt();
    expect(await sent.code).toBe(130);
    expect(await sent.stderr.whole()).toContain(`bun porter agents attach ${talk.id.slice(0, 13)}`);
    await using back = startPorterCommand(["agents", "attach", talk.id.slice(0, 13)], at(porter));
    await back.stdout.until("Begun.");
    gate.open();
    expect(await back.code).toBe(0);
  });
});

describe.skipIf(Bun.which("script") === null)("on a terminal", () => {
  test("a tool call is allowed where it is shown, also when stdin is a pipe, and hidden characters are named", async () => {
    const path = `${porter.home}/allowed`;
    api.when("ALLOW HERE", [[toolUse("Bash", { command: `touch '${path}' # \u202e` })], text("It ran.")]);
    await using agent = startOnTerminal(["agents", "send", talk.id, "-"], at(porter), {
      piped: "ALLOW HERE",
    });
    await agent.stdout.until("[a]llow");
    expect(agent.stdout.all()).toContain("# ‹U+202E›");
    await agent.type("a\n");
    expect(await agent.stdout.whole()).toContain("It ran.");
    expect(await agent.code).toBe(0);
    expect(await Bun.file(path).exists()).toBe(true);
  });

  test("of a session, what waits there is shown first, and the answer is to that alone", async () => {
    const [shown, next] = [touching("shown"), touching("next")];
    api.when("SHOW FIRST", [[shown.call], [next.call], text("The end.")]);
    const waiting = async (command: string) => {
      const { items } = await porter.client.agents.approvals.query();
      return items.find(({ approval }) => JSON.stringify(approval.input).includes(command))?.approval;
    };
    await using attached = startPorterCommand(["agents", "send", talk.id, "SHOW FIRST"], at(porter));
    await attached.stderr.until(shown.path);
    await using allowed = startOnTerminal(["agents", "allow", talk.id], at(porter));
    await allowed.stdout.until("Allow it? [y/N]");
    expect(allowed.stdout.all()).toContain(`touch ${shown.path}`);

    const seen = await waiting(shown.path);
    await porter.client.agents.decide.mutate({ approvalId: seen?.id ?? "", decision: "deny" });
    await attached.stderr.until(next.path);
    await allowed.type("y\n");
    expect(await allowed.stdout.whole()).toContain("answered already");
    expect(await allowed.code).toBe(1);
    expect(await waiting(next.path)).toMatchObject({ status: "pending" });

    await using left = startOnTerminal(["agents", "allow", talk.id], at(porter));
    await left.stdout.until("[y/N]");
    await left.type("\n");
    expect(await left.stdout.whole()).toContain("left as it is");
    expect(await left.code).toBe(1);
    expect((await run("agents", "deny", talk.id, "--yes", "not now")).stdout).toContain("denied: Bash");
    expect(await attached.code).toBe(0);
    for (const { path } of [shown, next]) expect(await Bun.file(path).exists()).toBe(false);
  });

  test("own words deny it and reach the agent", async () => {
    const path = asksFor("DENY HERE");
    await using agent = startOnTerminal(["agents", "send", talk.id, "DENY HERE"], at(porter));
    await agent.stdout.until("[a]llow");
    await agent.type("use the other folder\n");
    expect(await agent.stdout.whole()).not.toContain("failed:"); // The person has just said so.
    expect(JSON.stringify(api.requestsWith("DENY HERE").at(-1))).toContain("use the other folder");
    expect(await Bun.file(path).exists()).toBe(false);
  });

  test("what was typed before a call was shown is no answer to it, nor is a second line", async () => {
    const [first, second] = [`${porter.home}/unseen`, `${porter.home}/seen`];
    const gate = api.gate();
    api.when("TYPE AHEAD", [
      [text("Begun.", { until: gate }), toolUse("Bash", { command: `touch ${first}` })],
      [toolUse("Bash", { command: `touch ${second}` })],
      text("The end."),
    ]);
    const send = ["agents", "send", talk.id, "TYPE AHEAD"];
    await using agent = startOnTerminal(send, at(porter), { echoes: true });
    await agent.stdout.until("Begun.");
    await agent.type("yes\n");
    await agent.stdout.until("yes\r\n"); // The terminal has it, and shows it.
    gate.open();
    await agent.stdout.until("[a]llow");
    await agent.type("n\n");
    await agent.stdout.until(`touch ${second}`, "[a]llow"); // What is typed before it is asked is dropped.
    await agent.type("a\nn\n");
    expect(await agent.stdout.whole()).toContain("The end.");
    expect(await Bun.file(first).exists()).toBe(false);
    expect(await Bun.file(second).exists()).toBe(true);
  });

  test("a question is answered by number, or from elsewhere while it is asked", async () => {
    const question = (question: string) => ({
      question,
      header: "",
      multiSelect: false,
      options: [
        { label: "Red", description: "warm" },
        { label: "Blue", description: "cold" },
      ],
    });
    const gate = api.gate();
    api.when("COLOUR", [
      [toolUse("AskUserQuestion", { questions: [question("Which colour?")] })],
      [toolUse("AskUserQuestion", { questions: [question("And the door?")] })],
      text("Painted.", { until: gate }),
    ]);
    await using agent = startOnTerminal(["agents", "send", talk.id, "COLOUR"], at(porter));
    await agent.stdout.until("own words: ");
    expect(agent.stdout.all()).toMatch(/Which colour\?.*\r\n {2}1 {2}Red: warm\r\n/s);
    await agent.type("2\n");
    await agent.stdout.until("And the door?");
    const refused = await run("agents", "allow", talk.id);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("And the door?");
    expect((await run("agents", "allow", talk.id, "--answer", "green", "--yes")).code).toBe(0);
    await agent.stdout.until("from elsewhere");
    gate.open();
    expect(await agent.stdout.whole()).toContain("Painted.");
    const told = JSON.stringify(api.requestsWith("COLOUR").at(-1));
    for (const answer of ['"Which colour?"="Blue"', '"And the door?"="green"'])
      expect(told).toContain(JSON.stringify(answer).slice(1, -1));
  });
});
