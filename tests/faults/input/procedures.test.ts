import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { NO_CLAUDE } from "../../support/no-claude.ts";
import { figure } from "../../support/figures.ts";
import { runs } from "../../support/long.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { issueCredential } from "../../support/credential.ts";
import { PROCEDURES, type Procedure } from "../doors/procedures.ts";
import { bodyOf, inputsOf } from "./arbitrary.ts";

const RUNS = runs(25, 10_000);
/** How many procedures are called side by side: what one does must not trip another. */
const SIDE_BY_SIDE = 8;
/** An answer that takes longer hangs, in ms. */
const PATIENCE = 10_000;

const CONFIG = `${NO_CLAUDE}
agents.max_concurrent = 1
[integrations]
enabled = ["tasks", "calendar", "webhook", "github"]`;

let porter: Porter;
/** Ids of what is there, as the answers tell them. */
const known: string[] = [];
let tokens: string[];

beforeAll(async () => {
  porter = await startPorter({ config: CONFIG });
  const { client } = porter;
  const task = await client.tasks.create.mutate({ title: "Paint the shed" });
  const session = await client.agents.start.mutate({ prompt: "one" });
  await client.comments.add.mutate({ taskId: task.id, text: "a" });
  await client.views.create.mutate({ name: "Mine", path: "/tasks" });
  known.push(task.id, session.id);
  tokens = [
    porter.token,
    porter.token,
    porter.token,
    issueCredential(porter, { kind: "session", sessionId: session.id }),
  ];
});
afterAll(() => porter[Symbol.asyncDispose]());

const answered = { taken: 0, refused: 0 };
let slowest = 0;

/** What is wrong with the answer, if anything is. */
async function tryOut({ path, kind }: Procedure, input: unknown, token: string): Promise<string | undefined> {
  let body: string;
  try {
    body = bodyOf(input);
  } catch {
    return undefined; // No client could send it.
  }
  const isMutation = kind === "mutation";
  const address = `${porter.url}/trpc/${path}${isMutation ? "" : `?input=${encodeURIComponent(body.toWellFormed())}`}`;
  const leave = new AbortController();
  const began = performance.now();
  const response = await fetch(address, {
    method: isMutation ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}`, ...(isMutation && { "content-type": "application/json" }) },
    ...(isMutation && { body }),
    signal: AbortSignal.any([leave.signal, AbortSignal.timeout(PATIENCE)]),
  });
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (kind === "subscription" && response.ok && /event: |"ready"/.test(text)) break;
  }
  leave.abort();
  slowest = Math.max(slowest, performance.now() - began);
  for (const [id] of text.matchAll(/[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/g)) {
    if (known.length < 200) known.push(id);
    else known[Math.floor(Math.random() * 200)] = id;
  }
  const told = /"porter":\{"code":"(\w+)","message":"((?:[^"\\]|\\.)+)"/.exec(text);
  if (response.ok && !told) {
    answered.taken += 1;
    return undefined;
  }
  answered.refused += 1;
  // An address that is too long for a head is refused by Bun, before Porter has the request.
  if (!told)
    return response.status === 431 ? undefined : `${response.status} without words: ${text.slice(0, 300)}`;
  const [, code = "", words = ""] = told;
  if (code === "INTERNAL" || (response.status >= 500 && code !== "UNAVAILABLE"))
    return `${response.status} ${text}`;
  if (/ {4}at |node_modules|\.ts\b|SQLITE|\[object/.test(words)) return `unclear: ${words}`;
  return undefined;
}

const NOUNS = [...new Set(PROCEDURES.map(({ path }) => path.slice(0, path.indexOf("."))))];

test.each(NOUNS)(
  `${RUNS} inputs of each procedure's own schema: 2xx, or 4xx with words, and none hangs: %s`,
  async (noun) => {
    const failures: string[] = [];
    const left = PROCEDURES.filter(({ path }) => path.startsWith(`${noun}.`));
    const worker = async () => {
      for (let procedure = left.pop(); procedure; procedure = left.pop()) {
        const { path, schema } = procedure;
        const one = procedure;
        const property = fc.asyncProperty(
          inputsOf(schema, known),
          fc.constantFrom(...tokens),
          async (input, token) => {
            const wrong = await tryOut(one, input, token);
            if (wrong !== undefined) throw new Error(wrong);
          },
        );
        const { failed, counterexample, errorInstance, seed } = await fc.check(property, {
          numRuns: RUNS,
          endOnFailure: false,
        });
        if (failed)
          failures.push(
            `${path}(${Bun.inspect(counterexample?.[0], { depth: 6 }).slice(0, 1_000)}), seed ${seed}: ${String(errorInstance)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    expect(failures).toEqual([]);
  },
);

test("after them the server is well, and its log has no error", async () => {
  expect((await fetch(`${porter.url}/health`)).status).toBe(200);
  const errors = porter
    .stderr()
    .split("\n")
    .filter((line) => /"level":[56]0/.test(line));
  expect(errors).toEqual([]);
  expect(answered.taken).toBeGreaterThan(PROCEDURES.length * RUNS * 0.1);
  figure("input", "procedures fuzzed", PROCEDURES.length);
  figure("input", "fuzzed calls that were taken", answered.taken);
  figure("input", "fuzzed calls that were refused in words", answered.refused);
  figure("input", "slowest answer to a fuzzed call", slowest, "ms");
});
