import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { connectMcpHere } from "../mcp/connect.ts";
import { expectForbidden } from "../support/forbidden.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const api = startMessagesApi();
let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ api, config: "agents.approval_hours = 0.0005" });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

describe("an approval", () => {
  test("that nobody answers within the configured time is denied, and the agent goes on", async () => {
    const file = join(porter.home, "porter", "too-late");
    api.when("TOO LATE", [[toolUse("Bash", { command: `touch ${file}` })], [text("So I left it.")]]);
    const session = await porter.client.agents.start.mutate({ prompt: "TOO LATE" });
    using watch = watchSession(porter.client, session.id);
    const { approvals } = await watch.until(({ messages }) => textOf(messages.at(-1)) === "So I left it.");
    const { items } = await porter.client.notifications.list.query({});

    expect(approvals[0]).toMatchObject({ status: "denied" });
    expect(existsSync(file)).toBe(false);
    const [, told] = api.requestsWith("TOO LATE");
    expect(told && toolResultsOf(told).at(-1)?.text).toContain("Nobody answered within");
    expect(items.filter(({ kind }) => kind === "agent_waiting")).toEqual([]);
  });

  test("is neither seen nor answered by another Claude of the owner's unless the configuration lets it", async () => {
    await using mcp = await connectMcpHere(porter.client);
    await mcp.call("list_tasks"); // behind the question whether the tools are offered
    const names = (await mcp.client.listTools()).tools.map(({ name }) => name);
    expect(names).not.toContain("list_approvals");
    expect(names).not.toContain("decide_approval");
    const answer = { approvalId: Bun.randomUUIDv7(), decision: "allow" as const };
    const { agents } = porter.client;
    await expectForbidden([agents.approvalsForMcp.query(), agents.decideByMcp.mutate(answer)]);
  });
});
