import { afterAll, afterEach, beforeAll, describe, expect, setSystemTime, test } from "bun:test";
import { createPorterClient, porterErrorOf } from "../../client/sdk/index.ts";
import { loadOwnerToken } from "../../server/auth/owner-token.ts";
import { createAuth } from "../../server/auth/service.ts";
import { createTokens } from "../../server/auth/tokens.ts";
import type { CreatedToken, TokenScope } from "../../shared/token.ts";
import { openBeside } from "../support/credential.ts";
import { AGENTS_MAY, call, PROCEDURES, type Procedure } from "../faults/doors/procedures.ts";
import { NO_CLAUDE } from "../support/no-claude.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";
import { startPorter, type Porter } from "../support/server.ts";

const DAY = 24 * 3_600_000;

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({ config: `${NO_CLAUDE}\nintegrations.enabled = ["tasks"]` });
});
afterAll(() => porter[Symbol.asyncDispose]());
afterEach(() => {
  setSystemTime();
});

const make = (scope: TokenScope, name = `To ${scope}`): Promise<CreatedToken> =>
  porter.client.tokens.create.mutate({ name, scope });
const clientOf = ({ token }: { token: string }) => createPorterClient({ url: porter.url, token });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "done",
    (error: unknown) => porterErrorOf(error)?.code,
  );

/** What would let a token outlive its revocation. */
const IN_PERSON = [
  "auth.createSignInLink",
  "auth.signOutBrowsers",
  "channels.subscribe",
  "integrations.rotateSecret",
  "tokens.create",
  "tokens.list",
  "tokens.names",
  "tokens.revoke",
];

const isAgents = ({ path }: Procedure) => AGENTS_MAY.includes(path);
const SCOPES: Record<TokenScope, (procedure: Procedure) => boolean> = {
  read: (one) => isAgents(one) && one.kind !== "mutation",
  agent: isAgents,
  owner: ({ path }) => !IN_PERSON.includes(path),
};

describe("a scope", () => {
  test("names what is there", () => {
    const paths = PROCEDURES.map(({ path }) => path);
    for (const path of [...IN_PERSON, ...AGENTS_MAY]) expect(paths).toContain(path);
  });

  for (const [scope, mayCall] of Object.entries(SCOPES) as [TokenScope, (one: Procedure) => boolean][]) {
    test(`${scope}: every procedure of the router lets it in or refuses it, as it should`, async () => {
      const headers = { authorization: `Bearer ${(await make(scope)).token}` };
      for (const procedure of PROCEDURES) {
        const { path, kind } = procedure;
        // Unfit for whatever takes something: who is let in is told so, and nothing is done.
        const unfit = kind === "mutation" && { input: { nonsense: true } };
        const { codes, text } = await call([procedure], { url: porter.url, headers, ...unfit });
        // That one is let in, and then asks the configuration.
        const isRefused = codes.includes("FORBIDDEN") && !text.includes("approvals_by_mcp");
        expect({ path, isRefused, codes: codes.includes("UNAUTHORIZED") }).toEqual({
          path,
          isRefused: !mayCall(procedure),
          codes: false,
        });
        if (isRefused && !IN_PERSON.includes(path)) {
          const needed = isAgents(procedure) ? "agent" : "owner";
          expect(text).toContain(
            `This token has the scope \\"${scope}\\"; this needs the scope \\"${needed}\\".`,
          );
        }
      }
    });
  }

  test("agent: has no session and so no context; tells the owner; starts agents only where they may", async () => {
    const token = await make("agent");
    const client = clientOf(token);
    expect(await client.agents.context.query().catch(porterErrorOf)).toMatchObject({
      code: "INVALID",
      message: "Only an agent has a context: this token has no session.",
    });
    const note = await client.agents.notifyOwner.mutate({ title: "Backups are fine", body: "" });
    expect(note.tokenId).toBe(token.id);
    expect((await porter.client.notifications.list.query()).items).toContainEqual(note);
    expect(await client.agents.startAgent.mutate({ prompt: "one" }).catch(porterErrorOf)).toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("agents_may_start"),
    });
  });

  test("agent: runs no changing action of an integration; owner: runs it", async () => {
    const run = { integrationId: "tasks", action: "create", params: { title: "By an action" } };
    const [agent, owner] = await Promise.all([make("agent"), make("owner")]);
    const before = (await porter.client.tasks.counts.query()).todo;
    const refused = await clientOf(agent).integrations.run.mutate(run).catch(porterErrorOf);
    expect(refused).toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining('scope "owner"') });
    expect((await porter.client.tasks.counts.query()).todo).toBe(before);
    await clientOf(owner).integrations.run.mutate(run);
    expect((await porter.client.tasks.counts.query()).todo).toBe(before + 1);
  });

  test("owner: hears of all that happens, but of tokens as little as it can list", async () => {
    const client = clientOf(await make("owner"));
    const { id } = await porter.client.tasks.create.mutate({ title: "After the token" });
    const heard = new Set<string>();
    for await (const { data } of client.events.onEvent.subscribe({ lastEventId: "0" })) {
      heard.add(data.topic);
      if (data.topic === "tasks" && "task" in data.change && data.change.task.id === id) break;
    }
    expect([...heard]).not.toContain("tokens");
    const asked = client.events.onEvent.subscribe({ topics: ["tasks", "tokens"] }).next();
    expect(await asked.catch(porterErrorOf)).toMatchObject({ code: "FORBIDDEN" });
  });

  test("owner: finds what sessions say, and reads the metrics; agent: neither", async () => {
    const [agent, owner] = await Promise.all([make("agent"), make("owner")]);
    await porter.client.agents.start.mutate({ prompt: "Look for the hippopotamus" });
    const find = async (token: CreatedToken) =>
      (await clientOf(token).search.query.query({ text: "hippopotamus" })).hits.map(({ kind }) => kind);
    expect(await find(owner)).toContain("session");
    expect(await find(agent)).not.toContain("session");
    const metrics = ({ token }: CreatedToken) =>
      fetch(`${porter.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect((await metrics(owner)).status).toBe(200);
    const refused = await metrics(agent);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("This token has the scope");
  });
});

describe("a named token", () => {
  test("is shown once: no list, no event and no file has it", async () => {
    const { token, ...row } = await porter.client.tokens.create.mutate({
      name: "  Claude Desktop ",
      scope: "agent",
      days: 30,
    });
    expect(token).toMatch(/^porter_[\w-]{43}$/);
    expect(row).toMatchObject({ name: "Claude Desktop", scope: "agent", lastUsedAt: null });
    expect(row.expiresAt?.getTime()).toBe(row.createdAt.getTime() + 30 * DAY);
    expect((await porter.client.tokens.list.query()).items[0]).toEqual(row);
    await clientOf({ token }).tasks.counts.query();
    using database = openBeside(porter);
    for (const table of ["credentials", "events"])
      expect(JSON.stringify(database.query(`SELECT * FROM ${table}`).values())).not.toContain(token);
    expect(porter.stderr()).not.toContain(token);
  });

  test("has a name and an end within limits", async () => {
    const good = { name: "Backup", scope: "read" as const };
    for (const wrong of [
      { name: " " },
      { name: "a".repeat(81) },
      { name: "a\nb" },
      { days: 0 },
      { days: 3651 },
      { days: 1.5 },
    ])
      expect(await codeOf(porter.client.tokens.create.mutate({ ...good, ...wrong }))).toBe("INVALID");
    expect((await porter.client.tokens.create.mutate(good)).expiresAt).toBeNull();
  });

  test("acts under its own name, also when it is gone, and every tab hears of it", async () => {
    const stream = porter.client.events.onEvent.subscribe({ topics: ["tokens"] });
    const changes = (async () => {
      const heard: string[] = [];
      for await (const { data } of stream) {
        if (data.topic === "tokens" && data.change.token.name === "Inbox script")
          heard.push(data.change.type);
        if (data.topic === "stream") void make("agent", "Inbox script").then(useAndRevoke);
        if (heard.length === 2) return heard;
      }
      return heard;
    })();
    const done = Promise.withResolvers<CreatedToken>();
    async function useAndRevoke(token: CreatedToken): Promise<void> {
      const task = await clientOf(token).tasks.create.mutate({ title: "From a script" });
      expect(task.createdBy).toBe(`token:${token.id}`);
      const { items } = await porter.client.tokens.list.query();
      expect(items.find(({ id }) => id === token.id)?.lastUsedAt).toBeInstanceOf(Date);
      await porter.client.tokens.revoke.mutate({ id: token.id });
      done.resolve(token);
    }
    const { id } = await done.promise;
    expect(await changes).toEqual(["created", "revoked"]);
    expect((await porter.client.tokens.list.query()).items.some((one) => one.id === id)).toBe(false);
    const { items } = await porter.client.tokens.names.query();
    expect(items).toContainEqual({ id, name: "Inbox script", isRevoked: true });
    expect(await codeOf(porter.client.tokens.revoke.mutate({ id }))).toBe("NOT_FOUND");
  });

  test("has its last use written down once a minute at most", async () => {
    const { id, token } = await make("read");
    const client = clientOf({ token });
    const lastUse = async () =>
      (await porter.client.tokens.list.query()).items.find((one) => one.id === id)?.lastUsedAt;
    await client.tasks.counts.query();
    expect(await lastUse()).toBeInstanceOf(Date);
    using database = openBeside(porter);
    database.run("UPDATE credentials SET last_used_at = NULL WHERE id = ?", [id]);
    for (let i = 0; i < 3; i++) await client.tasks.counts.query();
    expect(await lastUse()).toBeNull();
  });

  test("signs no browser in, and no one can sign it out", async () => {
    const { token } = await make("owner");
    const post = (path: string, headers: Record<string, string> = {}, body: unknown = {}) =>
      fetch(porter.url + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    const answer = await post("/login", {}, { token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("set-cookie")).toBeNull();
    await post("/logout", { cookie: `porter_${porter.port}=${token}` });
    await porter.client.auth.signOutBrowsers.mutate();
    expect(await codeOf(clientOf({ token }).system.status.query())).toBe("done");
  });
});

test("a server does not take one for its owner's token", () => {
  expect(() => loadOwnerToken("/nowhere", `porter_${"x".repeat(43)}`)).toThrow("named token");
});

describe("in time", () => {
  const open = (scratch: ScratchDatabase) => {
    const log = { warn: () => expect.unreachable() };
    const tokens = createTokens({ db: scratch.db, events: scratch.events, log });
    const auth = createAuth({ db: scratch.db, ownerToken: "the-owner-s-token-with-enough-characters" });
    return { tokens, auth };
  };

  test("it ends with its days, and outlives restarts until then; its name stays", () => {
    using scratch = openScratchDatabase();
    const { tokens } = open(scratch);
    const [short, endless] = [{ days: 1 }, {}].map((days) =>
      tokens.create({ name: "Script", scope: "read", ...days }, "owner"),
    ) as [CreatedToken, CreatedToken];
    expect(open(scratch).auth.findByBearer(short.token)).toEqual({
      kind: "token",
      id: short.id,
      scope: "read",
    });
    setSystemTime(new Date(Date.now() + DAY + 1000));
    expect(open(scratch).auth.findByBearer(short.token)).toBeUndefined();
    expect(tokens.list().items.map(({ id }) => id)).toEqual([endless.id, short.id]);
    setSystemTime(new Date("2290-01-01"));
    expect(open(scratch).auth.findByBearer(endless.token)).toBeDefined();
    expect(tokens.names().items.map(({ isRevoked }) => isRevoked)).toEqual([false, false]);
  });

  test("it stays revoked, also for a clock that is set back", () => {
    using scratch = openScratchDatabase();
    const { tokens, auth } = open(scratch);
    const { id, token } = tokens.create({ name: "Script", scope: "owner", days: 10 }, "owner");
    tokens.revoke(id, "owner");
    for (const year of [2290, 1999, 1971]) {
      setSystemTime(new Date(`${year}-01-01`));
      expect(auth.findByBearer(token)).toBeUndefined();
    }
    expect(tokens.list().items).toEqual([]);
  });
});
