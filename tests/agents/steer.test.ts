import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { rank } from "../../server/agents/folder-files.ts";
import { createOffers, createSteer } from "../../server/agents/steering.ts";
import { createSlashCommandStore } from "../../server/agents/store/commands.ts";
import { createStores } from "../../server/agents/stores.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { openScratchDatabase } from "../support/database.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { makeSession } from "../support/session.ts";
import { startTalk, type Talk } from "../support/talk.ts";
import { textOf } from "../support/watch.ts";

const api = startMessagesApi();
let porter: Porter;
let talk: Talk;
beforeAll(async () => {
  porter = await startPorter({ api });
  const paint =
    "---\ndescription: Paint a thing\nargument-hint: <thing>\n---\nPlease paint $ARGUMENTS, PAINTING.";
  await Bun.write(join(porter.home, ".claude/commands/paint.md"), paint);
  api.when("/unknown", () => text("What is that?"));
  talk = await startTalk(porter, { prompt: "/unknown thing" });
});
afterAll(async () => {
  talk[Symbol.dispose]();
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

test("model, effort and permissions change in a live session, and all that watch it see so", async () => {
  const { agents } = porter.client;
  api.when("FIRST", [[text("One.")]]);
  const made = join(porter.home, "porter", "made");
  api.when("SECOND", [[toolUse("Write", { file_path: made, content: "x" })], [text("Two.")]]);
  api.when("THIRD", [[text("Three.")]]);
  await talk.ask("FIRST");
  const models = (await agents.models.query()).items;
  const haiku = models.find(({ value }) => value === "haiku");
  expect(haiku?.model).toContain("haiku");

  const change = { model: "haiku", effort: "low", permissionMode: "acceptEdits" } as const;
  await agents.steer.mutate({ id: talk.id, ...change });
  await talk.watch.until(
    ({ session }) => session?.effort === "low" && session.permissionMode === "acceptEdits",
  );
  const second = await talk.turn(await talk.say("SECOND"), "completed", "failed", "waiting");
  const [request] = api.requestsWith("SECOND");
  expect(request?.model).toBe(haiku?.model ?? "");
  expect(request?.body.output_config).toMatchObject({ effort: "low" });
  // Nobody was asked.
  expect([textOf(second.messages.at(-1)), await Bun.file(made).text()]).toEqual(["Two.", "x"]);
  expect(second.session.model).toBe(haiku?.model ?? "");

  await agents.steer.mutate({ id: talk.id, model: null, effort: null, permissionMode: "default" });
  await talk.ask("THIRD");
  const [first, third] = [api.requestsWith("FIRST")[0], api.requestsWith("THIRD")[0]];
  expect(third?.model).toBe(first?.model ?? "");
  expect(third?.body.output_config).toEqual(first?.body.output_config);
});

test("a command runs by the owner's word alone, and only one that the CLI has", async () => {
  const { agents } = porter.client;
  api.when("PAINTING", ({ prompt }) =>
    text(prompt.includes("Please paint the fence, PAINTING.") ? "Fence." : "It is painted."),
  );
  // The first message waits until the CLI has said what it has.
  using painter = await startTalk(porter, { prompt: "/paint the fence" });
  expect(painter.watch.state.messages.map(textOf)).toEqual(["/paint the fence", "Fence."]);
  expect(talk.watch.state.messages.slice(0, 2).map(textOf)).toEqual(["/unknown thing", "What is that?"]);
  expect(api.requestsWith("/unknown thing")[0]?.promptTexts).toContain("/unknown thing");

  const { items } = await agents.commands.query({ id: painter.id });
  expect(items.find(({ name }) => name === "paint")).toEqual({
    name: "paint",
    description: "Paint a thing (user)",
    argumentHint: "<thing>",
  });
  // It would leave the conversation that Porter shows.
  expect(items.map(({ name }) => name)).not.toContain("clear");

  expect(textOf((await painter.ask("/paint the shed")).messages.at(-1))).toBe("It is painted.");
  expect(api.requestsWith("PAINTING")[1]?.prompt).toContain("Please paint the shed, PAINTING.");
  expect(textOf((await painter.ask("/unknown word")).messages.at(-1))).toBe("What is that?");
  expect(api.requestsWith("/unknown word")[0]?.promptTexts).toContain("/unknown word");
  await painter.say("/compact");
  await painter.watch.until(({ messages }) => textOf(messages.at(-1)).includes("summed up"));
});

test("a first message is offered the commands of its folder, and of no other project", () => {
  using scratch = openScratchDatabase();
  const [here, there] = [join(scratch.dataDir, "here"), join(scratch.dataDir, "there")];
  [here, there].forEach((folder) => mkdirSync(folder));
  const stores = createStores(scratch.db);
  const commands = createSlashCommandStore(scratch.db);
  const report = (cwd: string, ...names: string[]) => {
    const reported = names.map((name) => ({ name, description: `${name} (${name})`, argumentHint: "" }));
    commands.set(stores.sessions.insert(makeSession({ id: Bun.randomUUIDv7(), cwd })).id, reported);
  };
  const { commandsIn } = createSteer({
    stores,
    commands,
    offers: createOffers({ commands, events: scratch.events }),
    transitions: { changeSession: never },
    supervisor: { followMode: never },
    folders: { cwd: here, allowed_dirs: [there] },
  });
  const namesIn = (cwd?: string) => commandsIn({ cwd }).items.map(({ name }) => name);
  expect(namesIn()).toEqual([]);
  report(here, "old");
  report(here, "user", "project");
  expect([namesIn(), namesIn(there)]).toEqual([["user", "project"], ["user"]]);
  report(there, "later");
  expect([namesIn(), namesIn(there)]).toEqual([["user", "project"], ["later"]]);
  // One that has reported nothing yet takes nothing away.
  report(here);
  expect(namesIn()).toEqual(["user", "project"]);
  expect(() => namesIn(scratch.dataDir)).toThrow("may not work");
});

function never(): never {
  throw new Error("Nothing is steered here.");
}

describe("files to speak of", () => {
  test.each([
    ["shed", ["shed.ts", "src/shed/", "src/garden-shed.ts", "shed/roof.ts", "s/h/e/d.ts"]],
    ["roof", ["shed/roof.ts"]],
    ["SRC/g", ["src/garden-shed.ts"]],
    ["nothing", []],
  ])("%s", (query, found) => {
    const paths = ["s/h/e/d.ts", "shed/roof.ts", "src/garden-shed.ts", "src/shed/", "shed.ts", "a/b.ts"];
    expect(rank(paths, query)).toEqual(found);
  });

  test("are those of the folder, without the ignored ones, and never what a link leads to outside", async () => {
    const { agents } = porter.client;
    await Bun.write(join(porter.home, "secret.txt"), "x");
    const [plain, repository] = ["plain", "repository"].map((name) => join(porter.home, "porter", name));
    if (plain === undefined || repository === undefined) throw new Error("There are two folders.");
    for (const folder of [plain, repository]) {
      mkdirSync(folder, { recursive: true });
      for (const path of ["fence/post.md", "post.ts", "out/post.js"])
        await Bun.write(join(folder, path), "x");
      symlinkSync(porter.home, join(folder, "posthouse"));
      symlinkSync(join(porter.home, "secret.txt"), join(folder, "post-secret"));
    }
    await Bun.write(join(repository, ".gitignore"), "out\n");
    await Bun.$`git init -q && git add post-secret posthouse`.cwd(repository).quiet();

    // For a first message there is no session yet.
    const findIn = async (query: string, cwd?: string) => (await agents.filesIn.query({ cwd, query })).items;
    expect(await findIn("post", plain)).toEqual(["post.ts", "out/post.js", "fence/post.md"]);
    expect(await findIn("post", repository)).toEqual(["post.ts", "fence/post.md"]);
    expect(await findIn("fen", repository)).toEqual(["fence/", "fence/post.md"]);
    expect(await findIn("post.m")).toEqual(["plain/fence/post.md", "repository/fence/post.md"]);
    expect(await findIn("post.m", porter.home).catch(porterErrorOf)).toMatchObject({ code: "FORBIDDEN" });
    const { items } = await agents.files.query({ id: talk.id, query: "plain/post" });
    expect(items).toEqual(await findIn("plain/post"));
    expect(items).toContain("plain/post.ts");
  });
});
