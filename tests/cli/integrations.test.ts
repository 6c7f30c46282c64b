import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startPorter, type Porter } from "../support/server.ts";
import { at, porterCommand } from "./command.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ config: 'integrations.enabled = ["tasks"]' });
});
afterAll(() => porter[Symbol.asyncDispose]());
const run = (...args: string[]) => porterCommand(args, at(porter));

describe("bun porter integrations", () => {
  test("lists them with their actions, and runs one", async () => {
    const listed = await run("integrations");
    expect(listed).toMatchObject({ stderr: "", code: 0 });
    expect(listed.stdout).toMatch(/^tasks \(.+\) works$/m);
    expect(listed.stdout).toMatch(/^ {2}create: .+ \(change\)$/m);

    const created = await run("integrations", "run", "tasks", "create", '{"title": "Paint"}');
    expect(JSON.parse(created.stdout)).toMatchObject({ task: { title: "Paint" } });
    expect((await porter.client.tasks.list.query({})).items).toMatchObject([{ title: "Paint" }]);
    const piped = await porterCommand(
      ["integrations", "run", "tasks", "create", "-"],
      at(porter),
      '{"title": "Piped"}',
    );
    expect(JSON.parse(piped.stdout)).toMatchObject({ task: { title: "Piped" } });

    const refused = await run("integrations", "run", "tasks", "create", '{"title": 7}');
    expect(refused).toMatchObject({ stdout: "", code: 1 });
    expect(refused.stderr).toContain("title");
  });

  test("switches one off and on again, and sets it up anew", async () => {
    expect((await run("integrations", "disable", "tasks")).stdout).toContain("is switched off");
    expect((await porter.client.integrations.list.query()).items).toContainEqual(
      expect.objectContaining({ id: "tasks", state: "disabled" }),
    );
    expect((await run("integrations", "enable", "tasks")).code).toBe(0);
    expect((await run("integrations", "reload", "tasks")).code).toBe(0);
    expect((await run("integrations")).stdout).toMatch(/^tasks \(.+\) works$/m);
  });

  test("makes a secret, prints it and nothing else, and says how long the one before is good", async () => {
    const first = await run("integrations", "secret", "tasks");
    expect(first).toMatchObject({ stderr: "", code: 0 });
    expect(first.stdout).toMatch(/^whsec_[A-Za-z0-9+/=]+\n$/);
    const second = await run("integrations", "secret", "tasks");
    expect(second.stdout).not.toBe(first.stdout);
    expect(second.stderr).toContain("is good until");
  });
});

describe("bun porter doctor", () => {
  test("exits 0 when all is well, and says how each integration stands", async () => {
    const { stdout, stderr, code } = await run("doctor");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toMatch(/^tasks \(.+\) works$/m);
    expect(stdout).toContain("All is well.");
  });

  test("exits 1 when something waits for a person, and says what and how to mend it", async () => {
    const config = 'integrations.enabled = ["tasks", "github"]\nintegrations.github.secret = "env:NOT_SET"';
    await using porter = await startPorter({ config });
    const told = await porterCommand(["doctor"], at(porter));
    expect(told).toMatchObject({ stderr: "", code: 1 });
    expect(told.stdout.split("The variable NOT_SET is not set")).toHaveLength(3); // How it stands, and what to do.
    expect(told.stdout).toContain("Set NOT_SET in the environment");

    const { stdout, code } = await porterCommand(["doctor", "--json"], at(porter));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      needsYou: true,
      integrations: expect.arrayContaining([
        expect.objectContaining({ id: "tasks" }),
        expect.objectContaining({ id: "github", state: "needs_config" }),
      ]),
      repairs: [{ integrationId: "github" }],
      status: { version: expect.any(String) },
    });
  });
});
