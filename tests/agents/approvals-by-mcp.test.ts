import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { connectMcp } from "../mcp/connect.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import { issueCredential } from "../support/credential.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";
import { createPorterClient } from "../../client/sdk/index.ts";
import { join } from "node:path";

const namesOf = async (mcp: Awaited<ReturnType<typeof connectMcp>>) =>
  (await mcp.client.listTools()).tools.map(({ name }) => name);

async function expectForbidden(answers: Promise<unknown>[]): Promise<void> {
  const codes = await Promise.all(answers.map((answer) => answer.catch(porterErrorOf)));
  expect(codes).toEqual(answers.map(() => expect.objectContaining({ code: "FORBIDDEN" })));
}

test("another Claude of the owner's answers an approval where the configuration lets it, an agent never", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api, config: "agents.approvals_by_mcp = true" });
  const file = join(porter.home, "porter", "made");
  api.when("PLEASE", [[toolUse("Bash", { command: `touch ${file}` })], [text("Done.")]]);
  const session = await porter.client.agents.start.mutate({ prompt: "PLEASE" });
  using watch = watchSession(porter.client, session.id);
  await watch.untilStatus("waiting", "failed");
  const { id, token } = await porter.client.tokens.create.mutate({ name: "Desktop", scope: "owner" });
  await using mcp = await connectMcp({ ...porter, token });
  await eventually(async () => (await namesOf(mcp)).includes("decide_approval"));

  const { data } = await mcp.call("list_approvals");
  expect(data).toMatchObject({ total: 1, approvals: [{ tool: "Bash", session_title: "PLEASE" }] });
  const approval_id = watch.state.approvals[0]?.id ?? "";
  expect((await mcp.call("decide_approval", { approval_id, decision: "allow" })).data).toEqual({
    id: approval_id,
    status: "allowed",
  });
  await watch.untilStatus("completed", "failed");
  expect(existsSync(file)).toBe(true);
  expect((await mcp.call("decide_approval", { approval_id, decision: "deny" })).error).toContain("no effect");
  const [decided] = (await porter.client.agents.decidedApprovals.query()).items;
  expect(decided?.decidedBy).toBe(`token:${id}`);

  const agent = createPorterClient({
    url: porter.url,
    token: issueCredential(porter, { kind: "session", sessionId: session.id }),
  });
  const answers = [
    agent.agents.approvalsForMcp.query(),
    agent.agents.approvals.query(),
    agent.agents.decide.mutate({ approvalId: approval_id, decision: "allow" }),
    agent.agents.decideByMcp.mutate({ approvalId: approval_id, decision: "allow" }),
  ];
  await expectForbidden(answers);
});

test("without that it neither sees nor answers them", async () => {
  await using porter = await startPorter();
  await using mcp = await connectMcp(porter);
  await mcp.call("list_tasks"); // behind the question whether the tools are offered
  expect(await namesOf(mcp)).not.toContain("list_approvals");
  const answer = { approvalId: Bun.randomUUIDv7(), decision: "allow" as const };
  const { agents } = porter.client;
  await expectForbidden([agents.approvalsForMcp.query(), agents.decideByMcp.mutate(answer)]);
});
