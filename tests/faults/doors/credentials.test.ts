import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createPorterClient, porterErrorOf } from "../../../client/sdk/index.ts";
import { NO_CLAUDE } from "../../support/no-claude.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { readEverything } from "./everything.ts";
import { issueCredential } from "../../support/credential.ts";
import { AGENTS_MAY, call, leastInput, ofKind, PROCEDURES, type Kind, type Procedure } from "./procedures.ts";

let porter: Porter;
let sessionId: string;
let before: ReturnType<typeof readEverything>;

beforeAll(async () => {
  porter = await startPorter({ config: NO_CLAUDE });
  sessionId = (await porter.client.agents.start.mutate({ prompt: "one" })).id;
  await settled(sessionId);
  before = readEverything(porter);
});
afterAll(() => porter[Symbol.asyncDispose]());

/** Its agent ends at once, and what that brings about is written with it. */
function settled(id: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const subscription = porter.client.agents.onEvent.subscribe(
    { id, lastEventId: "0" },
    {
      onData: ({ data }) => data.type === "session" && data.session.status === "failed" && resolve(),
      onError: reject,
    },
  );
  return promise.finally(() => subscription.unsubscribe());
}

/** Suits no procedure that takes something: whoever is let in fails there. */
const UNFIT = { nonsense: true };

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (value: string, name = `porter_${porter.port}`) => ({ cookie: `${name}=${value}` });
const HOUR = 3_600_000;

/** What is no credential, or none any more, or none here. */
const STRANGERS: Record<string, () => Record<string, string>> = {
  nothing: () => ({}),
  "an empty header": () => ({ authorization: "" }),
  "an empty token": () => ({ authorization: "Bearer " }),
  "the owner's token as a password": () => ({ authorization: `Basic ${btoa(`owner:${porter.token}`)}` }),
  "the owner's token in a header of another name": () => ({ "x-api-key": porter.token, token: porter.token }),
  "the owner's token as a cookie": () => cookie(porter.token),
  "an empty cookie": () => cookie(""),
  "a wrong cookie": () => cookie("w".repeat(43)),
  "an expired cookie": () => cookie(issueCredential(porter, { kind: "browser" }, -1)),
  "the cookie of another port of this host": () =>
    cookie(issueCredential(porter, { kind: "browser" }), "porter_1"),
  "an agent's token as a cookie": () => cookie(issueCredential(porter, { kind: "session", sessionId })),
  "a wrong token": () => bearer("w".repeat(43)),
  "the beginning of the owner's token": () => bearer(porter.token.slice(0, -1)),
  "the owner's token and more": () => bearer(`${porter.token}x`),
  "an expired token": () => bearer(issueCredential(porter, { kind: "session", sessionId }, -HOUR)),
  "an expired named token": () => bearer(issueCredential(porter, { kind: "token", scope: "owner" }, -HOUR)),
  "a named token as a cookie": () => cookie(issueCredential(porter, { kind: "token", scope: "owner" })),
  "a browser's cookie as a token": () => bearer(issueCredential(porter, { kind: "browser" })),
  "a wrong token beside a good cookie": () => ({
    ...bearer("w".repeat(43)),
    ...cookie(issueCredential(porter, { kind: "browser" })),
  }),
};

let refused = 0;

/** Every procedure, alone and in a batch and as a stream; each call answered with this code, or with 429 in front of it. */
async function expectRefused(
  procedures: Procedure[],
  headers: Record<string, string>,
  { status, code }: { status: number; code: string },
): Promise<void> {
  const of = (kind: Kind) => procedures.filter((one) => one.kind === kind);
  const batches = [of("query"), of("mutation")].filter(({ length }) => length > 0);
  const calls = [
    ...procedures.map((one) => ({ list: [one], over: "single" as const })),
    ...batches.flatMap((list) => [
      { list, over: "batch" as const },
      { list, over: "stream" as const },
    ]),
  ];
  await Promise.all(
    calls.map(async ({ list, over }) => {
      const name = `${list[0]?.path} ${over}`;
      const answer = await call(list, { url: porter.url, headers, over });
      refused += list.length;
      const { status: given, codes } = answer;
      if (given === 429) return expect({ name, codes }).toEqual({ name, codes: ["RATE_LIMITED"] });
      // A stream has been answered with 200 by then: its refusal is its first and last event.
      const isStream = over === "stream" || list[0]?.kind === "subscription";
      expect({ name, given, codes }).toEqual({
        name,
        given: isStream ? 200 : status,
        codes: list.map(() => code),
      });
      expect(answer.text).not.toContain('"result":{"data":{"json"');
    }),
  );
}

test("the walk finds the router, and an input that each procedure takes", () => {
  expect(PROCEDURES.length).toBeGreaterThan(100);
  expect(ofKind("subscription").length).toBeGreaterThan(5);
  for (const procedure of PROCEDURES) {
    const { path, schema } = procedure;
    expect({ path, takes: schema?.safeParse(leastInput(procedure)).error?.message }).toEqual({
      path,
      takes: undefined,
    });
  }
});

describe("an agent's token", () => {
  const isOpen = ({ path }: Procedure) => AGENTS_MAY.includes(path);
  const agent = () => issueCredential(porter, { kind: "session", sessionId });

  test("is refused by every procedure that is not on the list", async () => {
    const token = agent();
    before.credentials = readEverything(porter).credentials ?? [];
    const closed = PROCEDURES.filter((one) => !isOpen(one));
    expect(closed.length).toBe(PROCEDURES.length - AGENTS_MAY.length);
    await expectRefused(closed, bearer(token), { status: 403, code: "FORBIDDEN" });
    expect(readEverything(porter)).toEqual(before);
  });

  test("is let in by every procedure on the list", async () => {
    const token = agent();
    for (const procedure of PROCEDURES.filter(isOpen)) {
      const { codes } = await call([procedure], { url: porter.url, headers: bearer(token), input: UNFIT });
      expect({ path: procedure.path, codes }).toEqual({
        path: procedure.path,
        codes: codes.length === 0 ? [] : ["INVALID"],
      });
    }
  });

  test("acts as its session: the task says so, and its context is its own", async () => {
    const client = createPorterClient({ url: porter.url, token: agent() });
    const task = await client.tasks.create.mutate({ title: "By the agent" });
    expect(task).toMatchObject({ createdBy: `session:${sessionId}`, updatedBy: `session:${sessionId}` });
    expect((await client.agents.context.query()).session.id).toBe(sessionId);
    before = readEverything(porter);
  });

  test("signs no browser in", async () => {
    const answer = await fetch(`${porter.url}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: agent() }),
    });
    expect([401, 429]).toContain(answer.status);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("starts no agent where the configuration does not allow it, and runs no action unasked", async () => {
    const client = createPorterClient({ url: porter.url, token: agent() });
    const refused = (call: Promise<unknown>) =>
      call.then(
        () => "done",
        (error: unknown) => porterErrorOf(error)?.code,
      );
    expect(await refused(client.agents.startAgent.mutate({ prompt: "two" }))).toBe("FORBIDDEN");
    const params = { title: "By an agent" };
    const run = client.integrations.run.mutate({ integrationId: "tasks", action: "create_task", params });
    expect(await refused(run)).not.toBe("done");
    expect(readEverything(porter).sessions).toEqual(before.sessions ?? []);
    expect(readEverything(porter).tasks).toEqual(before.tasks ?? []);
  });

  test("reads no secret: of the owner, of another session, of an integration", async () => {
    const { id: other } = await porter.client.agents.start.mutate({ prompt: "A prompt of another" });
    await settled(other);
    const token = agent();
    const secrets = [porter.token, issueCredential(porter, { kind: "session", sessionId: other }), token];
    for (const procedure of PROCEDURES.filter((one) => isOpen(one) && one.kind === "query")) {
      const { text } = await call([procedure], { url: porter.url, headers: bearer(token) });
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
    before = readEverything(porter);
  });
});

describe("the owner's token", () => {
  /** What its owner's own Claude may do where the configuration says so. */
  const opened = ["agents.approvalsForMcp"];

  test("is let in by every procedure", async () => {
    for (const procedure of PROCEDURES) {
      const isChange = procedure.kind === "mutation";
      const options = { url: porter.url, headers: bearer(porter.token), ...(isChange && { input: UNFIT }) };
      const { codes } = await call([procedure], options);
      const isRefused = codes.some((code) => code === "UNAUTHORIZED" || code === "FORBIDDEN");
      expect({ path: procedure.path, isRefused }).toEqual({
        path: procedure.path,
        isRefused: opened.includes(procedure.path),
      });
    }
    before = readEverything(porter); // Some that change things take no input.
  });

  test("has no context of an agent", async () => {
    expect(await porter.client.agents.context.query().catch(porterErrorOf)).toMatchObject({
      code: "INVALID",
    });
  });
});

describe("every procedure refuses", () => {
  for (const [name, headers] of Object.entries(STRANGERS)) {
    test(name, async () => {
      const given = headers();
      before.credentials = readEverything(porter).credentials ?? [];
      await expectRefused(PROCEDURES, given, { status: 401, code: "UNAUTHORIZED" });
      expect(readEverything(porter)).toEqual(before);
    });
  }

  test("what was signed out or revoked", async () => {
    const gone = issueCredential(porter, { kind: "browser" });
    const answer = await fetch(`${porter.url}/logout`, {
      method: "POST",
      headers: { ...cookie(gone), "content-type": "application/json" },
    });
    expect(answer.status).toBe(204);
    await expectRefused(PROCEDURES, cookie(gone), { status: 401, code: "UNAUTHORIZED" });
  });

  test("a named token that was revoked", async () => {
    const { id, token } = await porter.client.tokens.create.mutate({ name: "Gone", scope: "owner" });
    await porter.client.tokens.revoke.mutate({ id });
    await expectRefused(PROCEDURES, bearer(token), { status: 401, code: "UNAUTHORIZED" });
  });

  test("the owner's token in the address", async () => {
    for (const name of ["token", "access_token", "authorization", "auth", "key"]) {
      const answer = await fetch(`${porter.url}/trpc/tasks.list?${name}=${porter.token}`);
      expect(answer.status).toBe(401);
    }
    const connectionParams = encodeURIComponent(JSON.stringify({ token: porter.token }));
    const answer = await fetch(`${porter.url}/trpc/tasks.list?connectionParams=${connectionParams}`);
    expect(answer.status).toBe(401);
  });

  afterAll(() => figure("doors", "calls of procedures refused without a good credential", refused));
});
