import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text, toolUse } from "../../support/messages-api.ts";
import { agentPids, eventually } from "../../support/processes.ts";
import { shareTalk } from "../../support/shared-talk.ts";
import { textOf } from "../../support/watch.ts";

const { api, porter, talk } = await shareTalk();

const WAITS = "a tool call waits until it can be written down";

/** Another program locks the database. It lets go when `isMet`, of what the server has said since. */
async function lockUntil(
  isMet: (said: string) => boolean,
  { meanwhile }: { meanwhile: () => void },
): Promise<void> {
  const before = porter.stderr().length;
  using stranger = new Database(join(porter.dataDir, "porter.db"));
  stranger.run("BEGIN IMMEDIATE");
  meanwhile();
  await eventually(() => isMet(porter.stderr().slice(before)));
  stranger.run("ROLLBACK");
}

test("a call that needs its owner while the database is locked waits, and is asked about; it is not refused", async () => {
  const gate = api.gate();
  api.when("ASK", [
    [text("I will look. ", { until: gate }), toolUse("Bash", { command: "rm old.txt" })],
    [text("Then not.")],
  ]);
  const message = await talk.say("ASK");
  await gate.reached;

  await lockUntil((said) => said.includes(WAITS), { meanwhile: gate.open });
  const { session: held } = await talk.turn(message, "waiting", "completed", "failed");
  expect(held.status).toBe("waiting");
  const approval = await talk.asked();
  expect(approval).toMatchObject({ status: "pending", toolName: "Bash" });
  await talk.answer(approval, { decision: "deny" });
  const { session } = await talk.turn(message, "completed", "failed");
  expect(session.status).toBe("completed");
});

test("so does a sub-agent's call, which its process waits with: it runs once, and not before its owner's word", async () => {
  const gate = api.gate();
  const file = join(porter.home, "porter", "made");
  const task = {
    description: "Make it",
    prompt: "MAKE",
    subagent_type: "general-purpose",
    run_in_background: false,
  };
  api.when("MAKE", [
    [text("I make it. ", { until: gate }), toolUse("Bash", { command: `echo ran >> ${file}` })],
    [text("Made.")],
  ]);
  api.when("HAVE IT", [[toolUse("Agent", task)], [text("Done.")]]);
  const message = await talk.say("HAVE IT");
  await talk.answer(await talk.asked(), { decision: "allow" });
  await gate.reached;

  await lockUntil((said) => said.includes(WAITS), { meanwhile: gate.open });
  const held = await talk.asked();
  expect([held.toolName, existsSync(file)]).toEqual(["Bash", false]);
  await talk.answer(held, { decision: "allow" });
  const { messages } = await talk.turn(message, "completed", "failed");
  expect(textOf(messages.at(-1))).toBe("Done.");
  expect(await Bun.file(file).text()).toBe("ran\n");
});

test("a CLI that dies while the database is locked: its turn ends all the same, and the session goes on", async () => {
  const gate = api.gate();
  api.when("DIE", [[text("I will. ", { until: gate }), text("Never said.")]]);
  api.when("GO ON", [[text("Here I am.")]]);
  const message = await talk.say("DIE");
  await gate.reached;
  const pids = agentPids(porter);
  expect(pids.length).toBeGreaterThan(0);

  await lockUntil((said) => said.includes("waits until it can"), {
    meanwhile: () => pids.forEach((pid) => process.kill(pid, "SIGKILL")),
  });
  const { session } = await talk.turn(message, "completed", "failed", "interrupted");
  expect(session).toMatchObject({ status: "failed", error: expect.stringContaining("Claude") });
  await eventually(() => agentPids(porter).length === 0);
  const { messages } = await talk.ask("GO ON");
  expect(textOf(messages.at(-1))).toBe("Here I am.");
});
