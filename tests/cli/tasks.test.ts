import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startPorter, type Porter } from "../support/server.ts";
import { at, porterCommand, startOnTerminal, startPorterCommand } from "./command.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

const run = (...args: string[]) => porterCommand(args, at(porter));
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);
const create = (title: string) => porter.client.tasks.create.mutate({ title });

describe("bun porter tasks", () => {
  test("adds one as it is typed, shows, changes, discusses and takes back", async () => {
    const made = await json(
      "tasks",
      "add",
      "pay",
      "rent",
      "2027-03-05",
      "9am",
      "#home",
      "!high",
      "every",
      "month",
    );
    expect(made).toMatchObject({ title: "pay rent", priority: "high", tags: ["home"] });
    expect(made.recurrence).toStartWith("FREQ=MONTHLY");
    const number = String(made.number);

    const edited = await porterCommand(
      [
        "tasks",
        "edit",
        number,
        "--due",
        "2027-04-01 10:00",
        "--repeat",
        "none",
        "--description",
        "-",
        "--json",
      ],
      at(porter),
      "By bank transfer.\n",
    );
    const { dueAt, recurrence, description } = JSON.parse(edited.stdout);
    expect([dueAt, recurrence, description]).toEqual([
      new Date(2027, 3, 1, 10).toISOString(),
      null,
      "By bank transfer.\n",
    ]);
    await run("tasks", "comment", number, "The landlord", "has a new account.");
    const shown = await run("tasks", "show", `#${number}`);
    expect(shown.stdout).toMatch(
      /^#\d+ pay rent\n(.|\n)*2027-04-01 10:00(.|\n)*landlord has a new account\.\n$/,
    );

    expect((await run("tasks", "done", number)).stdout).toBe(`#${number} pay rent (done)\n`);
    expect((await run("tasks", "undo", number)).stdout).toBe(`#${number} pay rent (todo)\n`);
    const removed = await run("tasks", "rm", number);
    expect((await run("tasks", "show", number)).code).toBe(5);
    const id = removed.stdout.trim().split(" ").at(-1) ?? "";
    expect((await run("tasks", "restore", id)).stdout).toBe(`#${number} pay rent (todo)\n`);
  });

  test("a change of several is all or none", async () => {
    const [a, b] = [await create("all"), await create("or none")];
    expect((await run("tasks", "start", String(a.number), String(b.number), "9999")).code).toBe(5);
    expect((await porter.client.tasks.get.query({ id: a.id })).status).toBe("todo");
    const started = await json("tasks", "start", String(a.number), String(b.number));
    expect(started.map(({ status }: { status: string }) => status)).toEqual(["in_progress", "in_progress"]);
  });

  test("takes lines from a pipe, and gives lines and JSON to one", async () => {
    const lines = "first #piped\n\n second #piped !urgent\nthird #piped\n";
    const added = await porterCommand(["tasks", "add", "-"], at(porter), lines);
    expect(added.stdout).toMatch(/^#\d+ first \(todo\)\n#\d+ second \(todo\)\n#\d+ third \(todo\)\n$/);
    const listed = await run("tasks", "--tag", "piped", "--sort", "priority");
    expect(listed.stdout.split("\n")[0]).toMatch(/^\d+\ttodo\turgent\t\tsecond\t#piped$/);
    expect(listed.stderr).toBe("");

    await run("tasks", "done", ...added.stdout.match(/(?<=#)\d+/g)!.slice(0, 1));
    const titles = async (...args: string[]) =>
      (await json("tasks", "ls", "--tag", "piped", "--sort", "created", ...args)).items.map(
        ({ title }: { title: string }) => title,
      );
    expect(await titles()).toEqual(["third", "second"]);
    expect(await titles("--all")).toEqual(["third", "second", "first"]);
    expect(await titles("--status", "done", "cancelled")).toEqual(["first"]);
    const page = await json("tasks", "ls", "--tag", "piped", "--limit", "1");
    expect(page).toEqual({ items: [expect.anything()], nextCursor: expect.any(String) });
  });

  test("text from outside moves no cursor: in words it is gone, in JSON it is escaped", async () => {
    const title = "before\u001b[2J\u009b31m\u202eafter";
    const { number } = await create(title);
    expect((await run("tasks", "show", String(number))).stdout).toContain("before[2J31mafter");
    const { stdout } = await run("tasks", "show", String(number), "--json");
    for (const order of ["\u001b", "\u009b", "\u202e"]) expect(stdout).not.toContain(order);
    expect(JSON.parse(stdout).task.title).toBe(title);
  });

  test("on a terminal it fits, with colours unless NO_COLOR is set", async () => {
    await create(`日本 ${"wide ".repeat(60)}#fits`);
    const ls = ["tasks", "ls", "--query", "wide"];
    await using coloured = startOnTerminal(ls, at(porter));
    await using plain = startOnTerminal(ls, { ...at(porter), NO_COLOR: "1" });
    expect(await coloured.stdout.whole()).toContain("\u001b[1m");
    const lines = (await plain.stdout.whole()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^# +status +priority +due +title +tags$/);
    expect(lines[1]).toContain("…");
    for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(100);
    expect(lines.join("")).not.toContain("\u001b");
  });

  test("on a narrow terminal it is what it is about that stays", async () => {
    await create(`日本 ${"thin ".repeat(60)}`);
    const env = { NO_COLOR: "1", ...at(porter) };
    await using narrow = startOnTerminal(["tasks", "ls", "--query", "thin"], env, { columns: 30 });
    const lines = (await narrow.stdout.whole()).trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^# +status +title$/);
    for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(30);
  });

  test("watch gives each change as it happens, as a line of JSON", async () => {
    await using watch = startPorterCommand(["tasks", "watch", "--json"], at(porter));
    await watch.stdout.until('{"type":"ready"}\n'); // It follows from here on.
    const { id } = await create("seen");
    await watch.stdout.until('"created"');
    watch.interrupt();
    await watch.code;
    const [, change] = (await watch.stdout.whole()).split("\n");
    expect(JSON.parse(change ?? "")).toMatchObject({ type: "created", task: { id, title: "seen" } });
  });
});
