import { afterAll, expect, test } from "bun:test";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import type { Answer } from "../support/messages-api/answers.ts";
import { findClaude } from "../support/real-claude.ts";
import { agentPids, eventually } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf, watchSession, type Watched } from "../support/watch.ts";

// The CLI begins a turn by itself when a command that it had left in the background ends.

const scratch = scratchDir("own-turn");
afterAll(() => scratch[Symbol.dispose]());
const hold = join(scratch.path, "hold");
const command = join(scratch.path, "claude");
// As long as the file `hold` is there, Porter hears nothing of what the CLI says.
const hear = `while IFS= read -r line; do while [ -e '${hold}' ]; do sleep 0.01; done; printf '%s\\n' "$line"; done`;
writeFileSync(command, `#!/bin/sh\n'${findClaude()}' "$@" | ${hear}\n`);
chmodSync(command, 0o755);

const { api, porter, talk } = await shareTalk({
  config: `agents.command = ${JSON.stringify(command)}\n[agents.profiles.runner]\nallowed_tools = ["Bash"]`,
  start: { profileId: "runner" },
});

/** The agent leaves a command to run in the background, and rests. `end` lets that command end. */
async function rest(name: string, goesOn: Answer[]) {
  const file = join(scratch.path, name);
  const waiting = `until [ -e ${file} ]; do sleep 0.02; done`;
  const begins = toolUse("Bash", { command: waiting, run_in_background: true });
  api.when(`START ${name}`, [[begins], [text("Started.")], ...goesOn]);
  const { session } = await talk.ask(`START ${name}`);
  return { costUsd: session.costUsd, end: () => writeFileSync(file, "") };
}

const isLast = (words: string, status: string): Promise<Watched> =>
  talk.watch.until(
    ({ session, messages }) => session?.status === status && textOf(messages.at(-1)) === words,
  );

const now = () => porter.client.agents.get.query({ id: talk.id });

test("an agent that works by itself is seen at work, at a cost, and can be stopped", async () => {
  const gate = api.gate();
  const { costUsd, end } = await rest("stopped", [[text("It en"), text("ded.", { until: gate })]]);

  end();
  const { messages } = await isLast("It en", "running");
  expect(messages.at(-2)).toMatchObject({ role: "system" });
  expect(textOf(messages.at(-2))).toMatch(/^Background command "until .*" completed/);
  await porter.client.agents.interrupt.mutate({ id: talk.id });
  const { session } = await now();
  expect(session.status).toBe("interrupted");
  expect(session.costUsd).toBeGreaterThan(costUsd);
});

test("what is said to an agent that works by itself waits, and is answered behind it", async () => {
  const gate = api.gate();
  const { costUsd, end } = await rest("waits", [[text("It ended.", { until: gate })]]);
  api.when("MEANWHILE", [[text("Heard you.")]]);

  end();
  await talk.watch.untilStatus("running");
  const { id } = await talk.say("MEANWHILE");
  expect((await now()).session.queuedMessageIds).toEqual([id]);
  gate.open();
  await isLast("Heard you.", "completed");
  const { session, messages } = await now();
  expect(messages.slice(-3).map(textOf)).toEqual(["It ended.", "MEANWHILE", "Heard you."]);
  expect(session.costUsd).toBeCloseTo(costUsd + 0.0008);
});

test("a prompt that the CLI gets when it has begun a turn by itself is answered in its own turn", async () => {
  const gate = api.gate();
  const { costUsd, end } = await rest("crossed", [[text("It ended.", { until: gate })]]);
  api.when("CROSSING", [[text("Heard that.")]]);

  writeFileSync(hold, "");
  end();
  await gate.reached;
  const message = await talk.say("CROSSING");
  expect((await now()).session).toMatchObject({ status: "running", queuedMessageIds: [] });
  rmSync(hold);
  gate.open();
  const { session, messages } = await talk.turn(message, "completed", "failed");
  expect(session.status).toBe("completed");
  expect(messages.map(textOf)).toEqual(["CROSSING", "It ended.", "Heard that."]);
  expect(session.costUsd).toBeCloseTo(costUsd + 0.0008);
});

test("a call of an agent that works by itself waits for its owner", async () => {
  const file = join(porter.home, "porter", "news");
  const { end } = await rest("asks", [
    [toolUse("Write", { file_path: file, content: "It ended." })],
    [text("Written down.")],
  ]);

  end();
  const approval = await talk.asked();
  expect(approval).toMatchObject({ toolName: "Write", status: "pending" });
  await talk.answer(approval, { decision: "allow" });
  await isLast("Written down.", "completed");
  expect(await Bun.file(file).text()).toBe("It ended.");
});

test("a process that runs something in the background is not let go for being idle", async () => {
  await using own = startMessagesApi();
  await using briefly = await startPorter({
    api: own,
    config: 'agents.idle_minutes = 0.01\nagents.permission_mode = "bypassPermissions"',
  });
  const { agents } = briefly.client;
  const file = join(scratch.path, "kept");
  own.when("LEAVE IT", [
    [toolUse("Bash", { command: `until [ -e ${file} ]; do sleep 0.02; done`, run_in_background: true })],
    [text("Started.")],
    [text("It ended.")],
  ]);
  const { id } = await agents.start.mutate({ prompt: "LEAVE IT" });
  using watch = watchSession(briefly.client, id);
  await watch.untilStatus("completed");
  const kept = agentPids(briefly);

  const other = await agents.start.mutate({ prompt: "One that leaves nothing" });
  using otherWatch = watchSession(briefly.client, other.id);
  await otherWatch.untilStatus("completed");
  await eventually(() => agentPids(briefly).length === 1);
  expect(agentPids(briefly)).toEqual(kept);
  writeFileSync(file, "");
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "It ended.");
});
