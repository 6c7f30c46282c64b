import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { z } from "zod";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import type { ApiRequest } from "../support/messages-api/request.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

const ROOT = join(import.meta.dir, "../..");
const CI_TOKEN = "a-token-of-the-ci-0123456789";
const HOUR = 3_600_000; // ms

const api = startMessagesApi();
const home = scratchDir("home");
/** With an event that is today, also if midnight comes meanwhile. */
const calendar = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: () => new Response(ICS, { headers: { "content-type": "text/calendar" } }),
});
const stamp = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
const ICS = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:dentist
DTSTAMP:${stamp(Date.now())}
DTSTART:${stamp(Date.now() - HOUR)}
DTEND:${stamp(Date.now() + 25 * HOUR)}
SUMMARY:Dentist
LOCATION:Main street
END:VEVENT
END:VCALENDAR
`;
let porter: Porter;

beforeAll(async () => {
  const config = `server.time_zone = "UTC"
${hookOf("watch-ci.ts")}
[[integrations.calendar.ics]]
name = "Home"
url = "http://127.0.0.1:${calendar.port}/"
allow_private = true`;
  porter = await startPorter({ home: home.path, api, config, env: { CI_TOKEN } });
});

afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
  await calendar.stop(true);
  home[Symbol.dispose]();
});

/** The configuration that the head of an example tells to make. */
function hookOf(example: string): string {
  const lines = readFileSync(join(ROOT, "examples", example), "utf8").split("\n");
  const toml = lines.slice(lines.indexOf("//   [integrations]"));
  return toml
    .slice(0, toml.indexOf("//"))
    .map((line) => line.slice(2))
    .join("\n");
}

function start(command: string[], server: Pick<Porter, "url" | "token"> = porter) {
  return Bun.spawn(command, {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: home.path,
      TZ: "UTC",
      PORTER_API_URL: server.url,
      PORTER_TOKEN: server.token,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
}

const example = (name: string, ...args: string[]) => [process.execPath, `examples/${name}`, ...args];

/** What an example printed that came to its end. */
async function run(name: string, ...args: string[]): Promise<string> {
  const child = start(example(name, ...args));
  const [printed, said, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect({ code, said }).toEqual({ code: 0, said: "" });
  return printed;
}

/** Reads what a child prints until it has printed the words. */
function readerOf(child: { stdout: ReadableStream<Uint8Array> }) {
  const pieces = child.stdout.values();
  const decoder = new TextDecoder();
  let printed = "";
  return {
    printed: () => printed,
    async until(words: string): Promise<void> {
      while (!printed.includes(words)) {
        const { done, value } = await pieces.next();
        if (done) throw new Error(`It ended after: ${printed}`);
        printed += decoder.decode(value, { stream: true });
      }
    },
  };
}

/** Of the task that an agent was started on. */
const numberIn = ({ system }: ApiRequest): number => Number(/#(\d+)/.exec(system)?.[1]);

test("start-agent: prints the answer while it is written, and how the task ended", async () => {
  const gate = api.gate();
  api.when("Do this task", (request, call) =>
    call > 0
      ? text("The cat is called Miso.")
      : [
          text("I think of names. ", { chunk: 6, until: gate }),
          toolUse("mcp__porter__update_task", { id: numberIn(request), status: "done" }),
        ],
  );
  const child = start(example("start-agent.ts", "Find a name for the cat"));
  const reader = readerOf(child);
  await reader.until("names");
  gate.open(); // The answer cannot go on before its beginning was printed.
  await reader.until("done.\n");
  expect(reader.printed()).toMatch(
    /^I think of names\. \n\nThe cat is called Miso\.\n\nTask #\d+ is now done\.\n$/,
  );
  expect(await child.exited).toBe(0);
});

test("morning-brief: events, due tasks and what waits, as a list, by an agent, and as a notification", async () => {
  const { client } = porter;
  api.when("TIDY", [toolUse("Bash", { command: "rm -r old" }), text("Tidied.")]);
  const tidy = await client.agents.start.mutate({ prompt: "TIDY the folder" });
  const watched = watchSession(client, tidy.id);
  await watched.until(({ session }) => session?.status === "waiting");
  const rent = await client.tasks.create.mutate({
    title: "Pay rent",
    dueAt: new Date("2026-03-01T00:00:00Z"),
  });
  await client.tasks.create.mutate({ title: "Some day" });

  for await (const _ of client.calendar.onChange.subscribe())
    if ((await client.calendar.events.query()).items.length > 0) break;
  const list = await run("morning-brief.ts", "--plain");
  expect(list.split("\n")).toEqual([
    expect.stringMatching(/^- event, \d\d:\d\d: Dentist \(Main street\)$/),
    `- task, overdue since Mar 1, 2026: #${rent.number} Pay rent (medium)`,
    "- waits for you: TIDY the folder (Bash)",
    "",
  ]);

  api.when("Tell me my day", [text("First the dentist. Then the rent.")]);
  expect(await run("morning-brief.ts", "--notify")).toBe("");
  const { items } = await client.notifications.list.query({});
  expect(items).toContainEqual(
    expect.objectContaining({ title: "Your day", body: "First the dentist. Then the rent." }),
  );
  expect(api.requestsWith("Tell me my day").at(-1)?.prompt).toContain(list.trim());
  await client.agents.interrupt.mutate({ id: tidy.id });
});

test("triage-inbox: the agent's changes of the tasks are told, and taken back", async () => {
  const { client } = porter;
  const add = (title: string) => client.tasks.create.mutate({ title, tags: ["inbox"] });
  const tasks = [await add("Call the plumber before December"), await add("Read about bees")];
  const [plumber, bees] = tasks.map(({ number }) => number);
  api.when(`Triage my tasks`, [
    [
      toolUse("mcp__porter__update_task", {
        id: plumber,
        priority: "high",
        tags: ["home"],
        due_at: "2026-11-30",
      }),
      toolUse("mcp__porter__update_task", { id: bees, priority: "low", tags: [] }),
    ],
    text("One of them is pressing."),
  ]);
  const printed = await run("triage-inbox.ts");
  expect(printed).toContain("One of them is pressing.");
  expect(printed).toContain(
    `#${plumber} Call the plumber before December\n    medium #inbox  →  high #home due Nov 30, 2026\n`,
  );
  expect(printed).toContain(`#${bees} Read about bees\n    medium #inbox  →  low\n`);

  const session = /--undo (\S+)/.exec(printed)?.[1] ?? "";
  expect(await run("triage-inbox.ts", "--undo", session)).toBe("2 changes were taken back, 0 were not.\n");
  for (const { id, priority, tags, dueAt } of tasks)
    expect(await client.tasks.get.query({ id })).toMatchObject({ priority, tags, dueAt });
});

/** As the step of a CI does. */
async function postRedBuild(job: string): Promise<void> {
  const answer = await fetch(`${porter.url}/webhooks/webhook`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-porter-token": CI_TOKEN, "webhook-id": `1.1.${job}` },
    body: JSON.stringify({ repository: "ann/site", job, branch: "main", url: "https://ci.example/1" }),
  });
  expect(answer.status).toBe(202);
}

test("watch-ci: what the CI posts is printed, and an agent comments what broke", async () => {
  const { client } = porter;
  api.when("The build that this task tells of is red", (request, call) =>
    call > 0
      ? text("It is the lockfile.")
      : toolUse("mcp__porter__add_comment", { id: numberIn(request), text: "The lockfile is old." }),
  );
  const folder = join(home.path, "porter");
  mkdirSync(folder, { recursive: true });
  const child = start(example("watch-ci.ts", "--look", folder));
  const reader = readerOf(child);
  await reader.until("Watching");
  await client.tasks.create.mutate({ title: "A task of mine", tags: ["ci"] });
  await postRedBuild("test");
  await reader.until("It is the lockfile.");
  child.kill();
  await child.exited;

  const { items } = await client.tasks.list.query({ tag: "ci", query: "failed" });
  expect(items).toMatchObject([{ title: "ann/site: test failed on main", priority: "high" }]);
  expect(items[0]?.description).toContain("https://ci.example/1");
  expect(reader.printed()).toStartWith(
    `Watching for red builds.\nred: #${items[0]?.number} ann/site: test failed on main\n`,
  );
  const comments = await client.comments.list.query({ taskId: items[0]?.id ?? "" });
  expect(comments.items).toMatchObject([{ text: "The lockfile is old." }]);
});

test("watch-ci: goes on watching when no agent may look into a build", async () => {
  const child = start(example("watch-ci.ts", "--look", "/"));
  const reader = readerOf(child);
  await reader.until("Watching");
  for (const job of ["lint", "types"]) {
    await postRedBuild(job);
    await reader.until(`ann/site: ${job} failed on main\nNobody looked into it: Agents may not work in /.`);
  }
  child.kill();
  await child.exited;
});

test("time-report: minutes by tag and day, the cost, and a line for each turn", async () => {
  const { client } = porter;
  const task = await client.tasks.create.mutate({ title: 'Paint the "fence"', tags: ["garden", "house"] });
  api.when("PAINT", [toolUse("mcp__porter__get_context", {}), text("Painted.")]);
  const session = await client.agents.start.mutate({ prompt: "PAINT it green", taskId: task.id });
  const watched = watchSession(client, session.id);
  const { session: done } = await watched.until(({ session }) => session?.status === "completed");
  const cost = `$${done?.costUsd.toFixed(2)}`;

  const rows = (await run("time-report.ts")).split("\n").map((line) => line.split(/ {2,}/));
  expect(rows[0]?.[0]).toBe("tag");
  for (const tag of ["garden", "house"]) {
    const [, minutes, ...others] = rows.find(([first]) => first === tag) ?? [];
    expect(minutes).toMatch(/^\d+\.\d$/);
    expect(others.at(-1)).toBe(cost);
  }
  expect(rows.at(-2)?.[0]).toBe("all");

  const [head, ...lines] = (await run("time-report.ts", "--csv")).split("\n");
  expect(head).toBe("day,tags,session,minutes");
  expect(lines.find((line) => line.includes("garden"))).toMatch(
    /^[\d-]+,"garden house","Paint the ""fence""",\d+\.\d\d$/,
  );
});

test("claude-desktop: Porter is put beside the other servers, and what was written works", async () => {
  const { client } = porter;
  const desktop = join(home.path, "desktop.json");
  const code = join(home.path, "code.json");
  const before = JSON.stringify({ theme: "dark", mcpServers: { files: { command: "files" } } });
  for (const file of [desktop, code]) writeFileSync(file, before);

  const dry = await run("claude-desktop.ts", "--dry-run", "--file", desktop);
  expect(dry).toContain('"PORTER_TOKEN": "porter_…"');
  expect(dry).not.toContain("files"); // Whatever else stands there is nobody's business.
  expect(readFileSync(desktop, "utf8")).toBe(before);
  expect((await client.tokens.list.query()).items).toEqual([]);

  await run("claude-desktop.ts", "--file", desktop);
  await run("claude-desktop.ts", "--file", desktop); // in place of the first
  await run("claude-desktop.ts", "--code", "--file", code);
  const [overStdio, overHttp] = [desktop, code].map((file) => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const written = Written.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(written).toMatchObject(JSON.parse(before));
    return written.mcpServers.porter;
  });
  const { command, args, env } = Program.parse(overStdio);
  const { url, headers } = Place.parse(overHttp);
  await client.tasks.create.mutate({ title: "Water the plants", tags: ["plants"] });
  // Claude Desktop starts it with next to no environment, Claude Code in a folder that is somebody else's.
  const project = join(home.path, "project");
  mkdirSync(project);
  writeFileSync(join(project, "bunfig.toml"), 'preload = ["./first.ts"]');
  writeFileSync(join(project, "first.ts"), 'require("node:fs").writeFileSync("ran", "")');
  writeFileSync(join(project, ".env"), "PORTER_DATA_DIR=/nowhere");
  for (const transport of [
    new StdioClientTransport({ command, args, env: { HOME: home.path, ...env }, cwd: project }),
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
  ]) {
    const claude = new Client({ name: "claude", version: "1" });
    await claude.connect(transport);
    const { structuredContent } = await claude.callTool({ name: "list_tasks", arguments: { tag: "plants" } });
    expect(structuredContent).toMatchObject({ tasks: [{ title: "Water the plants" }] });
    await claude.close();
  }
  expect(existsSync(join(project, "ran"))).toBe(false);
  const { items } = await client.tokens.list.query();
  expect(items.map(({ name, scope }) => `${name}: ${scope}`)).toEqual([
    `Claude Code on ${hostname()}: agent`,
    `Claude Desktop on ${hostname()}: agent`,
  ]);

  writeFileSync(desktop, "{ not JSON");
  const refused = start(example("claude-desktop.ts", "--file", desktop));
  expect(await refused.exited).toBe(1);
  expect(readFileSync(desktop, "utf8")).toBe("{ not JSON");
});

const Program = z.object({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
const Place = z.object({
  type: z.literal("http"),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
});
const Written = z.looseObject({ mcpServers: z.looseObject({ porter: z.union([Program, Place]) }) });

test("watch-tasks: under plain Node, one line for each change, also for those around a restart of Porter", async () => {
  // As `bun start` builds it.
  const build = [
    process.execPath,
    "build",
    "client/sdk/index.ts",
    "--outdir",
    "client/dist/sdk",
    "--target",
    "node",
  ];
  expect(await Bun.spawn(build, { cwd: ROOT, stdout: "ignore" }).exited).toBe(0);
  await using own = await startPorter();
  const child = start(["node", "examples/watch-tasks.mjs"], own);
  const reader = readerOf(child);
  await reader.until("Watching");

  const task = await own.client.tasks.create.mutate({ title: "Feed the cat" });
  await own.kill();
  await using back = await startPorter({ home: own.home, port: own.port });
  await back.client.tasks.update.mutate({ id: task.id, status: "done" });
  await back.client.tasks.remove.mutate({ id: task.id });
  await reader.until("removed");
  child.kill();
  await child.exited;

  const lines = reader.printed().split("\n");
  expect(lines.filter((line) => line.includes("#1"))).toEqual([
    "created #1 Feed the cat (todo) by owner",
    "updated #1 Feed the cat (done) by owner",
    "removed #1 Feed the cat (done) by owner",
  ]);
});
