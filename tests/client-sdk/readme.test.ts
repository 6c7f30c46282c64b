import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { readExamples } from "./readme-examples.ts";

const ROOT = resolve(import.meta.dir, "../..");

/** What tells an example from the others, and what it prints. `meanwhile`: until then it waits. */
type Expected = { has: string; prints: RegExp; meanwhile?: () => Promise<unknown>; isEndless?: true };

const EXAMPLES: Expected[] = [
  { has: "tasks.update.mutate", prints: /^#1 Water the plants 2026-12-01T09:00:00\.000Z\n$/ },
  { has: "integrations.run", prints: /^\{\s+events: \[\],?\s+\}\n$/ },
  { has: "nextCursor", prints: /^Water the plants\n$/ },
  { has: "system.status", prints: /^\d+\.\d+\.\d+\n$/ },
  { has: '"NOT_FOUND"', prints: /^There is no task #12\.\n$/ },
  {
    has: "tasks.onChange.subscribe()",
    prints: /^((created|updated) Sweep by owner\n)*updated Sweep by owner\n$/,
    meanwhile: sweep,
  },
  { has: "AgentStopped)", prints: /^The cat is called Miso\.The dog is called Rex\.$/ },
  { has: "followAnswer(porter", prints: /^I look\. \n\[Bash\]\n\nI ask first\.$/ },
  { has: "notifications.onChange", prints: /^Find a name for the cat\n/, isEndless: true },
];

const api = startMessagesApi();
const scratch = scratchDir("readme");
let porter: Porter;
beforeAll(async () => {
  mkdirSync(join(scratch.path, "node_modules"));
  symlinkSync(ROOT, join(scratch.path, "node_modules/porter"));
  api.when("Do this task", [text("The cat is called Miso.")]);
  api.when("And one for the dog?", [text("The dog is called Rex.")]);
  api.when("Tidy up", [
    [text("I look. "), toolUse("Bash", { command: "rm -r Downloads/old" })],
    text("I ask first."),
  ]);
  porter = await startPorter({
    home: scratch.path,
    api,
    config: 'integrations.enabled = ["tasks", "calendar"]', // as config/home.toml has it
  });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
  scratch[Symbol.dispose]();
});

/** It may not listen yet: so again and again. */
async function sweep(): Promise<void> {
  const task = await porter.client.tasks.create.mutate({ title: "Sweep" });
  await porter.client.tasks.update.mutate({ id: task.id, status: "done" });
}

describe("the README of the typed client", () => {
  const examples = readExamples();

  test("has no example that is not run here", () => {
    const times = examples.map((code) => EXAMPLES.filter(({ has }) => code.includes(has)).length);
    expect(times).toEqual(EXAMPLES.map(() => 1));
  });

  for (const { has, prints, meanwhile, isEndless } of EXAMPLES)
    test(`its example with ${has} runs as printed`, async () => {
      const script = join(scratch.path, "example.mts");
      writeFileSync(script, examples.find((code) => code.includes(has)) ?? "");
      await using child = Bun.spawn([process.execPath, script], {
        cwd: scratch.path,
        env: { HOME: scratch.path, PORTER_API_URL: porter.url, PORTER_TOKEN: porter.token },
        stdout: "pipe",
        stderr: "pipe",
      });
      if (meanwhile)
        await eventually(async () => {
          await meanwhile();
          return child.exitCode !== null;
        });
      let printed = "";
      const decoder = new TextDecoder();
      for await (const piece of child.stdout) {
        printed += decoder.decode(piece, { stream: true });
        if (isEndless && prints.test(printed)) child.kill();
      }
      expect(await new Response(child.stderr).text()).toBe("");
      expect(printed).toMatch(prints);
      await child.exited;
      if (!isEndless) expect(child.exitCode).toBe(0);
    });
});
