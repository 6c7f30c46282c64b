import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { sendRaw } from "../doors/raw.ts";

const MB = 1_000_000;
/** Requests that never become whole, side by side. */
const HALVES = runs(200, 1_000);
/** An answer that takes longer hangs, in ms. */
const HANGS = 10_000;
/** Whoever is let in is answered in this time, whatever others send, in ms. */
const SOON = 2_000;

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter();
});
afterAll(() => porter[Symbol.asyncDispose]());

const head = () => `Host: 127.0.0.1:${porter.port}\r\nAuthorization: Bearer ${porter.token}\r\n`;

function post(path: string, input: string): Promise<Response> {
  return fetch(`${porter.url}/trpc/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${porter.token}`, "content-type": "application/json" },
    body: `{"json":${input}}`,
  });
}

const ID = "0190a5f0-0000-7000-8000-000000000000";
const listOf = (count: number, item: string) => `[${Array.from({ length: count }, () => item).join(",")}]`;

const TOO_MUCH: [name: string, path: string, input: () => string][] = [
  ["a title of 10 MB", "tasks.create", () => `{"title":"${"x".repeat(10 * MB)}"}`],
  ["a description of 10 MB", "tasks.create", () => `{"title":"x","description":"${"ü".repeat(5 * MB)}"}`],
  ["a million tags", "tasks.create", () => `{"title":"x","tags":${listOf(MB, '"a"')}}`],
  ["a million other tags", "tasks.create", () => `{"title":"x","tags":${listOf(MB, "0")}}`],
  ["200,000 tasks to remove", "tasks.removeMany", () => `{"ids":${listOf(200_000, `"${ID}"`)}}`],
  [
    "100,000 changes",
    "tasks.updateMany",
    () => `{"changes":${listOf(100_000, `{"id":"${ID}","status":"done"}`)}}`,
  ],
  [
    "100,000 unknown keys",
    "tasks.create",
    () => `{"title":"x",${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join(",")}}`,
  ],
  ["200,000 images", "agents.start", () => `{"prompt":"x","images":${listOf(200_000, "{}")}}`],
];

test("what is far too large is a 4xx in a few words, and nobody else waits for long", async () => {
  let slowest = 0;
  let isOver = false;
  const owner = (async () => {
    while (!isOver) {
      const asked = performance.now();
      await porter.client.tasks.counts.query();
      slowest = Math.max(slowest, performance.now() - asked);
    }
  })();
  try {
    for (const [name, path, input] of TOO_MUCH) {
      const answer = await post(path, input());
      const text = await answer.text();
      expect({ name, is4xx: answer.status >= 400 && answer.status < 500 }).toEqual({ name, is4xx: true });
      expect(text).toContain('"porter":{"code":"INVALID"');
      expect({ name, words: Math.min(text.length, 10_000) }).toEqual({ name, words: text.length });
    }
  } finally {
    isOver = true;
  }
  await owner;
  expect(slowest).toBeLessThan(HANGS);
  expect((await porter.client.tasks.list.query({})).items).toEqual([]);
  expect(porter.stderr()).toBe("");
  figure("input", "the longest that the owner waited beside inputs of 10 MB", slowest, "ms");
});

test("heads of a megabyte are refused: one header, many of them, the address, the method", async () => {
  const long = "x".repeat(MB);
  const requests = [
    `GET /health HTTP/1.1\r\n${head()}X-Long: ${long}\r\n\r\n`,
    `GET /health HTTP/1.1\r\n${head()}${`X-Many: ${"x".repeat(100)}\r\n`.repeat(10_000)}\r\n`,
    `GET /health HTTP/1.1\r\n${head()}Cookie: porter_${porter.port}=${long}\r\n\r\n`,
    `GET /trpc/tasks.list?input=${long} HTTP/1.1\r\n${head()}\r\n`,
    `${long} / HTTP/1.1\r\n${head()}\r\n`,
  ];
  for (const request of requests) {
    const { status } = await sendRaw(porter.port, request);
    // A connection that is cut says nothing.
    if (status !== 0) expect(status).toBeWithin(400, 500);
  }
  expect((await fetch(`${porter.url}/health`)).status).toBe(200);
  expect(porter.stderr()).toBe("");
});

test(`${HALVES} requests that never become whole keep nobody from being answered, and go with their senders`, async () => {
  const halves = [
    `POST /trpc/tasks.create HTTP/1.1\r\n${head()}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"json":`,
    `POST /webhooks/tasks HTTP/1.1\r\n${head()}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a`,
    `GET /health HTTP/1.1\r\nHost: 127`,
    "P",
  ];
  const sockets = await Promise.all(
    Array.from({ length: HALVES }, (_, place) => openSocket(halves[place % halves.length] ?? "")),
  );
  const asked = performance.now();
  await porter.client.tasks.create.mutate({ title: "beside" });
  const took = performance.now() - asked;
  expect(took).toBeLessThan(SOON);
  for (const socket of sockets) socket.destroy();
  expect((await porter.client.tasks.list.query({})).items).toHaveLength(1);
  expect(porter.stderr()).toBe("");
  figure("input", "a call beside requests that never become whole", took, "ms");
});

function openSocket(text: string): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect(porter.port, "127.0.0.1", () => socket.write(text, () => resolve(socket)));
  socket.on("error", reject); // After it was resolved: a reset, which nobody minds.
  return promise;
}
