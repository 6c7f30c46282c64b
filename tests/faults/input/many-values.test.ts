import { afterAll, beforeAll, expect, test } from "bun:test";
import { SECURITY_HEADERS } from "../../../server/http/answers.ts";
import { hasMoreValues } from "../../../server/http/body-values.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";

const MB = 1_000_000;

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

function post(path: string, body: string, token?: string): Promise<Response> {
  return fetch(porter.url + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body,
  });
}

const manyKeys = (count: number) => Array.from({ length: count }, (_, key) => `"k${key}":0`).join(",");

test("a body with a million keys is refused before it is parsed: what is no JSON is refused for the same reason", async () => {
  const bodies = [
    `{"json":{"title":"x",${manyKeys(MB)}}}`,
    `{"0":{"json":{"title":"x"},"meta":{"values":{${manyKeys(MB)}}}}}`,
    `{"json":{"title":"x","tags":[${"[".repeat(MB)}`,
    "{".repeat(MB),
    ",".repeat(MB),
  ];
  for (const body of bodies) {
    for (const path of ["/trpc/tasks.create", "/trpc/tasks.create?batch=1"]) {
      const answer = await post(path, body, porter.token);
      expect([answer.status, await answer.text()]).toEqual([
        413,
        expect.stringContaining("100000 values at most"),
      ]);
      expect(Object.fromEntries(answer.headers)).toMatchObject(SECURITY_HEADERS);
    }
  }
  expect((await porter.client.tasks.list.query({})).items).toEqual([]);
  figure("input", "bodies of a million values, each refused before it was parsed", 2 * bodies.length);
});

test("who has not signed in has nothing large parsed, on any way", async () => {
  const body = `{"token":"x",${manyKeys(10_000)}}`;
  const statuses = await Promise.all(
    ["/login", "/trpc/tasks.create", "/trpc/tasks.create?batch=1"].map(
      async (path) => (await post(path, body)).status,
    ),
  );
  expect(statuses).toEqual([413, 401, 401]);
});

test("what is long without many values is taken as it is: commas and brackets in a text, quotes, backslashes", async () => {
  const description = `${"€".repeat(70_000)}${'[{,\\"'.repeat(5_000)}\\`;
  const task = await porter.client.tasks.create.mutate({ title: "long", description });
  expect(task.description).toBe(description);
  const ids = (await porter.client.tasks.list.query({ query: "long" })).items.map(({ id }) => id);
  expect(ids).toEqual([task.id]);
});

test("values are counted as JSON has them", () => {
  const count = (json: string): number => {
    const bytes = new TextEncoder().encode(json);
    let most = 1;
    while (hasMoreValues(bytes, most)) most++;
    return most;
  };
  const samples: [json: string, atMost: number][] = [
    ["1", 1],
    ['"a,b"', 1],
    ["[]", 2],
    ['{"a":[1,2,3],"b":"x"}', 6],
    [String.raw`["\"", "\\", "\\\",[", ","]`, 5],
    ['["ü,€,🛠"]', 2],
    ['"never ends, [', 1],
  ];
  for (const [json, atMost] of samples) expect({ json, count: count(json) }).toEqual({ json, count: atMost });
});
