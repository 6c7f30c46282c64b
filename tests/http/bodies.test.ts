import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { startPorter, type Porter } from "../support/server.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const DEPTH = 200_000;

function post(path: string, body: BodyInit): Promise<Response> {
  const headers = { authorization: `Bearer ${porter.token}`, "content-type": "application/json" };
  return fetch(porter.url + path, { method: "POST", headers, body });
}

/** The caller's mistake, in words that give nothing of the server away. */
async function expectRefused(answer: Response): Promise<void> {
  const text = await answer.text();
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(text).not.toMatch(/stack|node_modules|\/work|\/server\/|\.ts\b|    at /);
  if (text !== "") expect(text).toContain('"INVALID"');
}

describe("a body that is not what it should be is a 4xx, and nothing is done", () => {
  afterEach(async () => {
    expect((await porter.client.tasks.list.query({})).items).toEqual([]);
    expect(porter.stderr()).toBe("");
  });

  const bodies: [name: string, body: string][] = [
    ["not JSON", "{"],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["no text", '{"json":{"title":1}}'],
    ["an unknown key", '{"json":{"title":"x","colour":"red"}}'],
    ["an empty title", '{"json":{"title":"  "}}'],
    ["two lines of title", '{"json":{"title":"a\\nb"}}'],
    ["a title that is too long", JSON.stringify({ json: { title: "x".repeat(501) } })],
    ["a NUL", '{"json":{"title":"a\\u0000b"}}'],
    ["half a surrogate pair", '{"json":{"title":"a\\ud800b"}}'],
    ["a NUL in the description", '{"json":{"title":"a","description":"\\u0000"}}'],
    ["half a surrogate pair in a tag", '{"json":{"title":"a","tags":["\\udc00"]}}'],
    ["a date that is none", '{"json":{"title":"a","dueAt":"soon"},"meta":{"values":{"dueAt":["Date"]}}}'],
    ["a big integer that is none", '{"json":{"title":"a"},"meta":{"values":{"title":["bigint"]}}}'],
    ["a pattern that is none", '{"json":{"title":"("},"meta":{"values":{"title":["regexp"]}}}'],
    ["a class that nobody knows", '{"json":{"title":"a"},"meta":{"values":{"title":[["class","Foo"]]}}}'],
    ["a path into the prototype", '{"json":{"title":"a"},"meta":{"values":{"__proto__.x":["Date"]}}}'],
    ["lists 200,000 deep", nested(DEPTH, "[", "]")],
    ["lists 200,000 deep as the input", `{"json":${nested(DEPTH, "[", "]")}}`],
    ["objects 200,000 deep", `{"json":${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}}`],
    ["lists 200,000 deep as a title", `{"json":{"title":${nested(DEPTH, "[", "]")}}}`],
    ["types 200,000 deep", `{"json":{"title":"x"},"meta":{"values":${nested(DEPTH, "[", "]")}}}`],
  ];
  for (const [name, body] of bodies) {
    test(name, async () => {
      await expectRefused(await post("/trpc/tasks.create", body));
      await expectRefused(await post("/trpc/tasks.create?batch=1", `{"0":${body === "" ? "1" : body}}`));
    });
  }

  test("deep or broken, where nobody has signed in yet", async () => {
    for (const body of [nested(DEPTH, "[", "]"), "{", ""]) await expectRefused(await post("/login", body));
  });

  test("more than 16 MiB, said beforehand or not", async () => {
    const big = JSON.stringify({ json: { title: "x".repeat(17 * 1024 * 1024) } });
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    let sent = 0;
    const unsaid = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ < 20 ? controller.enqueue(chunk) : controller.close()),
    });
    const answers = [
      await post("/trpc/tasks.create", big),
      await post("/login", big),
      await post("/trpc/tasks.create", unsaid),
    ];
    expect(answers.map(({ status }) => status)).toEqual([413, 413, 411]);
    for (const { headers } of answers) {
      expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    }
  });

  test("input in the address that is broken", async () => {
    const headers = { authorization: `Bearer ${porter.token}` };
    for (const path of [
      "tasks.list?input=%7B",
      "tasks.list?input=%E0%A4%A",
      "%E0%A4%A",
      "tasks.list?batch=1&input=5",
    ]) {
      await expectRefused(await fetch(`${porter.url}/trpc/${path}`, { headers }));
    }
  });

  test("a cursor that no list gave out", async () => {
    const call = porter.client.tasks.list.query({ cursor: "bm9uc2Vuc2U" });
    expect(await call.catch((error: unknown) => error)).toMatchObject({
      code: "INVALID",
    });
  });
});

describe("an error", () => {
  test("has the one shape, without a stack or a path of the disk", async () => {
    const id = Bun.randomUUIDv7();
    const error: unknown = await porter.client.tasks.get.query({ id }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "NOT_FOUND",
      status: 404,
      message: "There is no task with this id.",
    });
    const answer = await fetch(
      `${porter.url}/trpc/tasks.get?input=${encodeURIComponent(JSON.stringify({ json: { id } }))}`,
      {
        headers: { authorization: `Bearer ${porter.token}` },
      },
    );
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/stack|\.ts|    at /);
  });

  test("says which field is wrong, and every one of them", async () => {
    const call = porter.client.tasks.create.mutate({ title: "", tags: ["two words"] });
    const error: unknown = await call.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "INVALID", status: 400 });
    expect(String(error)).toContain("title: must not be empty");
    expect(String(error)).toContain("tags.0: a tag is one word");
  });
});
