import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../../support/messages-api.ts";
import { agentPids, eventually } from "../../support/processes.ts";
import { startPorter } from "../../support/server.ts";
import { textOf, watchSession } from "../../support/watch.ts";

const api = startMessagesApi();
const porter = await startPorter({ api });
const { client } = porter;
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

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
  const session = await client.agents.start.mutate({ prompt: "ASK" });
  using watch = watchSession(client, session.id);
  await gate.reached;

  await lockUntil((said) => said.includes(WAITS), { meanwhile: gate.open });
  const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
  expect(approvals).toMatchObject([{ status: "pending", toolName: "Bash" }]);
  await client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "deny" });
  const { session: ended } = await watch.untilStatus("completed", "failed");
  expect(ended?.status).toBe("completed");
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
  const session = await client.agents.start.mutate({ prompt: "HAVE IT" });
  using watch = watchSession(client, session.id);
  const next = async () => {
    const isPending = ({ status }: { status: string }) => status === "pending";
    const { approvals } = await watch.until(
      (now) => now.session?.status === "failed" || now.approvals.some(isPending),
    );
    return approvals.find(isPending);
  };
  const begin = await next();
  await client.agents.decide.mutate({ approvalId: begin?.id ?? "", decision: "allow" });
  await gate.reached;

  await lockUntil((said) => said.includes(WAITS), { meanwhile: gate.open });
  const held = await next();
  expect([held?.toolName, existsSync(file)]).toEqual(["Bash", false]);
  await client.agents.decide.mutate({ approvalId: held?.id ?? "", decision: "allow" });
  const { messages } = await watch.untilStatus("completed", "failed");
  expect(textOf(messages.at(-1))).toBe("Done.");
  expect(await Bun.file(file).text()).toBe("ran\n");
});

test("a CLI that dies while the database is locked: its turn ends all the same, and the session goes on", async () => {
  const gate = api.gate();
  api.when("DIE", [[text("I will. ", { until: gate }), text("Never said.")]]);
  api.when("GO ON", [[text("Here I am.")]]);
  const session = await client.agents.start.mutate({ prompt: "DIE" });
  using watch = watchSession(client, session.id);
  await gate.reached;
  const pids = agentPids(porter);
  expect(pids.length).toBeGreaterThan(0);

  await lockUntil((said) => said.includes("waits until it can"), {
    meanwhile: () => pids.forEach((pid) => process.kill(pid, "SIGKILL")),
  });
  const { session: ended } = await watch.untilStatus("completed", "failed", "interrupted");
  expect(ended).toMatchObject({ status: "failed", error: expect.stringContaining("Claude") });
  await eventually(() => agentPids(porter).length === 0);
  await client.agents.send.mutate({ id: session.id, content: "GO ON" });
  const { messages } = await watch.untilStatus("completed");
  expect(textOf(messages.at(-1))).toBe("Here I am.");
});
