import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../../support/messages-api.ts";
import { eventually } from "../../support/processes.ts";
import { startPorter } from "../../support/server.ts";
import { textOf, watchSession } from "../../support/watch.ts";

test("a call that needs its owner while the database is locked waits, and is asked about; it is not refused", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const { client } = porter;
  const gate = api.gate();
  api.when("ASK", [
    [text("I will look. ", { until: gate }), toolUse("Bash", { command: "rm old.txt" })],
    [text("Then not.")],
  ]);
  const session = await client.agents.start.mutate({ prompt: "ASK" });
  using watch = watchSession(client, session.id);
  await watch.until(({ messages }) => textOf(messages.at(-1)) !== "");

  using stranger = new Database(join(porter.dataDir, "porter.db"));
  stranger.run("BEGIN IMMEDIATE");
  gate.open();
  await eventually(() => porter.stderr().includes("a tool call waits until it can be written down"));
  stranger.run("ROLLBACK");
  const { approvals } = await watch.untilStatus("waiting", "completed", "failed");
  expect(approvals).toMatchObject([{ status: "pending", toolName: "Bash" }]);
  await client.agents.decide.mutate({ approvalId: approvals[0]?.id ?? "", decision: "deny" });
  const { session: ended } = await watch.untilStatus("completed", "failed");
  expect(ended?.status).toBe("completed");
});
