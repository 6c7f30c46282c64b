import { expect, test } from "bun:test";
import { streamAnswer } from "../../client/sdk/index.ts";
import { startMessagesApi, text, toolResultsOf, toolUse } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";
import { connectMcp } from "./connect.ts";

test("an agent of the real CLI has Porter's tools from its first turn: it learns its task, and changes it under its session's name", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  api.when("WORK", [
    toolUse("mcp__porter__get_context", {}),
    toolUse("mcp__porter__update_task", { id: 1, status: "done" }),
    text("Done."),
  ]);
  const task = await porter.client.tasks.create.mutate({ title: "Sort the shed" });
  const session = await porter.client.agents.start.mutate({ prompt: "WORK", taskId: task.id });
  let answer = "";
  for await (const piece of streamAnswer(porter.client, session)) answer += piece;

  expect(answer).toBe("Done.");
  expect(api.requestsWith("WORK")[0]?.toolNames).toContain("mcp__porter__update_task");
  using watch = watchSession(porter.client, session.id);
  const shown = await watch.until(({ session: now }) => (now?.mcpServers.length ?? 0) > 0);
  expect(shown.session?.mcpServers).toEqual([{ name: "porter", status: "connected" }]);
  const last = api.requestsWith("WORK").at(-1);
  const [context] = last ? toolResultsOf(last) : [];
  expect(JSON.parse(context?.text ?? "null")).toMatchObject({
    acting_as: "session",
    session: { id: session.id, status: "running", started_by: "owner" },
    task: { id: task.id, title: "Sort the shed" },
  });
  expect(await porter.client.tasks.get.query({ id: task.id })).toMatchObject({
    status: "done",
    createdBy: "owner",
    updatedBy: `session:${session.id}`,
  });

  await using mcp = await connectMcp(porter);
  expect((await mcp.call("get_notifications", { unread: true })).data).toMatchObject({
    notifications: [
      { kind: "agent_completed", title: "Sort the shed", link: `/agents/${session.id}`, read_at: null },
    ],
  });
});
