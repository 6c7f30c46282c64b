import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import superjson from "superjson";
import { createPorterClient } from "../../client/sdk/index.ts";
import { appRouter } from "../../server/trpc/router.ts";
import { issueAgentToken, NO_CLAUDE } from "../support/agent-token.ts";
import { startPorter, type Porter } from "../support/server.ts";

type Kind = "query" | "mutation" | "subscription";

// tRPC's own name for them. Flat, by path; the type is the nested router's.
/* eslint-disable no-underscore-dangle */
const all = appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind } }>;
const PROCEDURES = Object.entries(all).map(([path, { _def }]) => ({ path, kind: _def.type }));
/* eslint-enable no-underscore-dangle */

/** What an agent may do with the token of its session. Everything else is the owner's. */
const AGENTS_MAY = [
  "agents.context",
  "agents.notifyOwner",
  "agents.startAgent",
  "calendar.event",
  "calendar.events",
  "calendar.freeTime",
  "calendar.list",
  "calendar.onChange",
  "comments.add",
  "comments.list",
  "integrations.list",
  "integrations.run",
  "notifications.list",
  "search.query",
  "tasks.activity",
  "tasks.counts",
  "tasks.create",
  "tasks.get",
  "tasks.list",
  "tasks.move",
  "tasks.onChange",
  "tasks.parse",
  "tasks.quickAdd",
  "tasks.remove",
  "tasks.removeMany",
  "tasks.restore",
  "tasks.restoreMany",
  "tasks.tags",
  "tasks.undo",
  "tasks.update",
  "tasks.updateMany",
];

/** What its owner's own Claude may do where the configuration says so. */
const OPENED_BY_CONFIG = ["agents.approvalsForMcp"];

let porter: Porter;
let sessionId: string;
let agentToken: string;

beforeAll(async () => {
  porter = await startPorter({ config: NO_CLAUDE });
  sessionId = (await porter.client.agents.start.mutate({ prompt: "one" })).id;
  agentToken = issueAgentToken(porter, sessionId);
});
afterAll(() => porter[Symbol.asyncDispose]());

/** As a client calls it, with an input that suits none: whoever is let in fails there, and changes nothing. */
async function call(
  { path, kind }: { path: string; kind: Kind },
  token: string | undefined,
  options: { batched?: boolean; input?: unknown } = {},
): Promise<{ status: number; code: string | undefined }> {
  const single = superjson.serialize(options.input ?? { nonsense: true });
  const input = JSON.stringify(options.batched ? { 0: single, 1: single } : single);
  const name = options.batched ? `${path},${path}?batch=1` : `${path}?`;
  const abort = new AbortController();
  const response = await fetch(
    `${porter.url}/trpc/${name}${kind === "mutation" ? "" : `&input=${encodeURIComponent(input)}`}`,
    {
      method: kind === "mutation" ? "POST" : "GET",
      headers: {
        "content-type": "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(kind === "mutation" && { body: input }),
      signal: abort.signal,
    },
  );
  const answer = await readAnswer(response);
  abort.abort();
  return { status: response.status, code: /"porter":\{"code":"(\w+)"/.exec(answer)?.[1] };
}

/** All of it, or of a stream what comes before it stands: an error, or `ready`. */
async function readAnswer(response: Response): Promise<string> {
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('"ready"')) break;
  }
  return text;
}

test("the router has the procedures that this walks", () => {
  expect(PROCEDURES.length).toBeGreaterThan(20);
  expect(new Set(PROCEDURES.map(({ kind }) => kind))).toEqual(
    new Set<Kind>(["query", "mutation", "subscription"]),
  );
});

describe("every procedure refuses", () => {
  for (const procedure of PROCEDURES) {
    test(`${procedure.path} without a token, alone and in a batch`, async () => {
      // A stream has been answered with 200 by then: its refusal is its first and last event.
      const refusal = { status: procedure.kind === "subscription" ? 200 : 401, code: "UNAUTHORIZED" };
      expect(await call(procedure, undefined)).toEqual(refusal);
      if (procedure.kind !== "subscription")
        expect(await call(procedure, undefined, { batched: true })).toEqual(refusal);
    });
  }

  test("a wrong token, of each and alone and in a batch", async () => {
    for (const procedure of PROCEDURES) {
      const isStream = procedure.kind === "subscription";
      for (const batched of isStream ? [false] : [false, true]) {
        const { status, code } = await call(procedure, "w".repeat(43), { batched });
        if (status !== 429)
          expect({ status, code }).toEqual({ status: isStream ? 200 : 401, code: "UNAUTHORIZED" });
      }
    }
  });
});

describe("an agent's token", () => {
  for (const procedure of PROCEDURES) {
    const isAllowed = AGENTS_MAY.includes(procedure.path);
    test(`${procedure.path}: ${isAllowed ? "yes" : "no"}`, async () => {
      const { status, code } = await call(procedure, agentToken);
      if (isAllowed) expect([undefined, "INVALID"]).toContain(code);
      else
        expect({ status, code }).toEqual({
          status: procedure.kind === "subscription" ? 200 : 403,
          code: "FORBIDDEN",
        });
    });
  }

  test("acts as its session: the task says so, and its context is its own", async () => {
    const agent = createPorterClient({ url: porter.url, token: agentToken });
    const task = await agent.tasks.create.mutate({ title: "By the agent" });
    expect(task).toMatchObject({ createdBy: `session:${sessionId}`, updatedBy: `session:${sessionId}` });
    const { session } = await agent.agents.context.query();
    expect(session.id).toBe(sessionId);
  });

  test("is not good for signing a browser in", async () => {
    const answer = await fetch(`${porter.url}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: agentToken }),
    });
    expect([401, 429]).toContain(answer.status);
  });
});

describe("the owner's token", () => {
  test("is let in everywhere", async () => {
    for (const procedure of PROCEDURES) {
      const isOpen = !OPENED_BY_CONFIG.includes(procedure.path);
      const { code } = await call(procedure, porter.token);
      expect(isOpen ? [undefined, "INVALID"] : ["FORBIDDEN"]).toContain(code);
    }
  });

  test("has no context of an agent", async () => {
    const refusal: unknown = await porter.client.agents.context.query().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ data: { porter: { code: "INVALID" } } });
  });
});
