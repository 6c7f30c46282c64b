import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connectMcp } from "../../mcp/connect.ts";
import { NO_CLAUDE } from "../../support/no-claude.ts";
import { readEventStream } from "../../support/event-stream.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { openBeside } from "../../support/credential.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ config: NO_CLAUDE });
});
afterAll(() => porter[Symbol.asyncDispose]());

/** One line each, and of more than one meaning to something on the way. */
const LINES = [
  "right \u202Eto left\u202C and \u2066back\u2069",
  "zero\u200Bwidth \uFEFF and soft\u00ADhyphen",
  "\u0001 control \u001B[31m red \u007F \u009B",
  "separators \u2028 \u2029 \u0085 of lines",
  "👩‍👩‍👧‍👦 🏳️‍🌈 \u{10FFFF} \uFFFE \uFFFF",
  "e\u0301 is not é, \u212B is not Å, ﬁ is not fi",
  "İ ı ß ẞ ǆ ς Σ",
  "100% _under_ \\ [a-z] * ? ' \" ` ; -- /* */",
  'a* AND "b OR NOT c NEAR(d e, 2) ^f {g h}: title:i -j +k (l)',
  "'); DROP TABLE tasks; --",
  "<b onclick=alert(1)>&amp;&lt;</b> ${7*7} {{7*7}} %s %00 &#0;",
  "__proto__ constructor toString undefined null NaN",
  '{"json":{"a":1},"meta":{"values":{"a":["Date"]}}}',
  "data: x event: y id: 1 : retry: 0",
  "../../etc/passwd C:\\con file:///x",
  "x".repeat(480),
];

describe("a text is kept byte for byte, and comes back so on every way", () => {
  test("titles, descriptions, tags, comments, views: get, list, search, the stream, the file, MCP", async () => {
    const { client } = porter;
    await using mcp = await connectMcp(porter);
    let ways = 0;
    const same = (kept: unknown, sent: string): void => {
      expect(kept).toBe(sent);
      ways += 1;
    };
    const expected = new Map<string, string>();
    for (const [place, line] of LINES.entries()) {
      const title = `${line} mark${place}`;
      const description = ` \t${line}\r\n\n${line}\n `;
      const task = await client.tasks.create.mutate({ title, description });
      const { id } = task;
      expected.set(id, title);
      same(task.title, title);
      const got = await client.tasks.get.query({ id });
      same(got.title, title);
      same(got.description, description);
      const [listed] = (await client.tasks.list.query({ query: `mark${place}` })).items;
      same(listed?.description, description);
      const { hits } = await client.search.query.query({ text: `mark${place}`, kinds: ["task"] });
      expect(hits.map((hit) => hit.id)).toContain(id);
      expect(title).toContain(hits[0]?.title.text.replaceAll("…", "") ?? "nothing");
      const comment = await client.comments.add.mutate({ taskId: id, text: description });
      same(comment.text, description);
      same((await client.comments.list.query({ taskId: id })).items[0]?.text, description);
      const view = await client.views.create.mutate({ name: title.slice(0, 90).trim(), path: "/tasks" });
      same(view.name, title.slice(0, 90).trim());
      const edited = await client.tasks.update.mutate({ id, title: `${title}!` });
      same((await client.tasks.undo.mutate({ eventId: await latestEvent(id) })).title, title);
      same(edited.title, `${title}!`);
      const told = (await mcp.call("get_task", { id })).data?.["task"];
      expect(told).toMatchObject({ title, description });

      // As a search, each is an answer, whatever it finds.
      for (const text of [line, `"${line}`, `${line}*`]) {
        await client.tasks.list.query({ query: text.slice(0, 500) });
        await client.tasks.counts.query({ query: text.slice(0, 500) });
        await client.search.query.query({ text: text.slice(0, 200) });
        await client.agents.list.query({ query: text.slice(0, 500) });
      }
    }
    const abort = new AbortController();
    const seen = new Map<string, string>();
    for await (const { data } of readEventStream(porter, "tasks.onChange", {
      lastEventId: "0",
      signal: abort.signal,
    })) {
      const change = data as { type: string; task?: { id: string; title: string } };
      if (change.type === "ready") break;
      if (change.task) seen.set(change.task.id, change.task.title);
    }
    abort.abort();
    expect(seen).toEqual(expected);
    using file = openBeside(porter);
    const rows = file.query<{ id: string; title: string }, []>("SELECT id, title FROM tasks").all();
    expect(new Map(rows.map(({ id, title }) => [id, title]))).toEqual(expected);
    expect(porter.stderr()).toBe("");
    figure("input", "hostile texts sent and read again on each way, byte for byte", LINES.length);
    figure("input", "times that they were compared", ways);
  });

  test("LIKE and FTS characters mean themselves: a percent sign finds no other text", async () => {
    const { client } = porter;
    await client.tasks.create.mutate({ title: "plainword only" });
    for (const query of [
      "pl%",
      "plain_ord",
      "plain*ord",
      '"plainword',
      "plainword NOT only",
      "title:plainword",
    ]) {
      const { items } = await client.tasks.list.query({ query });
      const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
      for (const { title } of items)
        for (const word of words) expect(title.toLowerCase()).toContain(word.toLowerCase());
    }
  });

  test("prompts, drafts and names of sessions", async () => {
    const { client } = porter;
    for (const line of LINES) {
      const prompt = ` ${line}\r\n${line} `;
      const { id } = await client.agents.start.mutate({ prompt });
      await client.agents.saveDraft.mutate({ key: id, text: prompt, images: [], tab: "t" });
      expect((await client.agents.draft.query({ key: id })).text).toBe(prompt);
      const renamed = await client.agents.rename.mutate({ id, title: line.slice(0, 100).trim() });
      expect(renamed.title).toBe(line.slice(0, 100).trim());
      const { session, messages } = await client.agents.get.query({ id });
      expect(session.prompt).toBe(prompt);
      expect(messages[0]?.content).toEqual([{ type: "text", text: prompt }]);
    }
  });
});

async function latestEvent(taskId: string): Promise<number> {
  const { items } = await porter.client.tasks.activity.query({ id: taskId });
  return items[0]?.eventId ?? 0;
}
