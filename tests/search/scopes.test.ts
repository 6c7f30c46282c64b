import { afterAll, beforeAll, expect, test } from "bun:test";
import { createPorterClient } from "../../client/sdk/index.ts";
import type { SearchKind } from "../../shared/search.ts";
import { connectMcp } from "../mcp/connect.ts";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { issueCredential } from "../support/credential.ts";
import { startPorter, type Porter } from "../support/server.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ config: `${NO_CLAUDE}\nserver.time_zone = "Asia/Kathmandu"` });
});
afterAll(() => porter[Symbol.asyncDispose]());

test("the owner finds what agents were told; an agent finds tasks and notifications, whatever it asks for", async () => {
  const session = await porter.client.agents.start.mutate({ prompt: "Plan the secret roof" });
  const agent = createPorterClient({
    url: porter.url,
    token: issueCredential(porter, { kind: "session", sessionId: session.id }),
  });
  const task = await porter.client.tasks.create.mutate({ title: "Mend the roof", description: "secret" });

  const kinds: SearchKind[] = ["session", "message", "task"];
  const owners = await porter.client.search.query.query({ text: "roof secret", kinds });
  expect(new Set(owners.hits.map(({ kind }) => kind))).toEqual(new Set(["session", "message", "task"]));
  expect(owners.hits.find(({ kind }) => kind === "message")?.link).toBe(`/agents/${session.id}#m1`);

  const asked = await agent.search.query.query({ text: "roof secret", kinds });
  expect(asked.hits).toMatchObject([{ kind: "task", id: task.id, at: task.updatedAt }]);
  const { hits } = await agent.search.query.query({ text: "roof secret" });
  expect(hits.filter(({ kind }) => kind === "message" || kind === "session")).toEqual([]);
  expect((await agent.search.query.query({ text: "roof", kinds: ["message"] })).hits).toEqual([]);
});

test("Claude finds through MCP what the owner's words and its own make", async () => {
  await using mcp = await connectMcp(porter);
  const { data } = await mcp.call("quick_add", { text: 'buy "slates" tomorrow #roof !high every day' });
  expect(data).toMatchObject({ task: { title: 'buy "slates"', tags: ["roof"], priority: "high" } });
  const { number, dueAt, recurrence } =
    (await porter.client.tasks.list.query({ tag: "roof" })).items[0] ?? {};
  expect(recurrence).toBe("FREQ=DAILY");
  expect(dueAt?.toISOString()).toEndWith("T18:15:00.000Z"); // midnight in Kathmandu

  expect((await mcp.call("search", { text: "slats" })).data).toMatchObject({
    hits: [{ kind: "task", number, title: 'buy "slates"', excerpt: null, status: "todo" }],
    corrected: [{ typed: "slats", meant: "slates" }],
  });
});
