import { expect, test } from "bun:test";
import { join } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";

const ROOT = join(import.meta.dir, "../..");

function run(porter: Porter, command: string[]) {
  return Bun.spawn(command, {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"] ?? "",
      PORTER_API_URL: porter.url,
      PORTER_TOKEN: porter.token,
    },
    stdout: "pipe",
    stderr: "inherit",
  });
}

test("start-agent: prints the answer while it is written, and how the task ended", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const gate = api.gate();
  api.when("Do this task", [
    [
      text("I think of names. ", { chunk: 6, until: gate }),
      toolUse("mcp__porter__update_task", { id: 1, status: "done" }),
    ],
    text("The cat is called Miso."),
  ]);
  const child = run(porter, [process.execPath, "examples/start-agent.ts", "Find a name for the cat"]);
  let printed = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += chunk;
    if (printed.includes("names")) gate.open(); // The answer cannot go on before its beginning was printed.
  }
  expect(printed).toBe("I think of names. \n\nThe cat is called Miso.\n\nTask #1 is now done.\n");
  expect(await child.exited).toBe(0);
});

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
  await using porter = await startPorter();
  const child = run(porter, ["node", "examples/watch-tasks.mjs"]);
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).values();
  let printed = "";
  const until = async (words: string) => {
    while (!printed.includes(words)) {
      const { done, value } = await lines.next();
      if (done) throw new Error(`It ended after: ${printed}`);
      printed += value;
    }
  };
  await until("Watching");

  const task = await porter.client.tasks.create.mutate({ title: "Feed the cat" });
  await porter.kill();
  await using back = await startPorter({ home: porter.home, port: porter.port });
  await back.client.tasks.update.mutate({ id: task.id, status: "done" });
  await back.client.tasks.remove.mutate({ id: task.id });
  await until("removed");
  child.kill();
  await child.exited;

  expect(printed.split("\n").filter((line) => line.includes("#1"))).toEqual([
    "created #1 Feed the cat (todo) by owner",
    "updated #1 Feed the cat (done) by owner",
    "removed #1 Feed the cat (done) by owner",
  ]);
});
