import { expect, test } from "bun:test";
import { createECDH, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { figure } from "../../support/figures.ts";
import { CLIENT } from "../../support/google/sign-in.ts";
import { startGoogle } from "../../support/google/index.ts";
import { startMessagesApi, text, toolUse } from "../../support/messages-api.ts";
import { eventually, processesOf } from "../../support/processes.ts";
import { porterCommand } from "../../cli/command.ts";
import { readEventStream } from "../../support/event-stream.ts";
import { scratchDir, startAndFail, startPorter, type Porter } from "../../support/server.ts";
import { overhearClaude } from "../../support/real-claude.ts";
import { watchSession } from "../../support/watch.ts";
import { call, ofKind } from "../doors/procedures.ts";

/** A secret of a length and an alphabet that every kind takes, and that nothing else looks like. */
const canary = (kind: string) => `CANARY${kind}${crypto.randomUUID().replaceAll("-", "")}`;

/** What stands in the configuration, by the variable that holds it. */
const CONFIGURED = {
  CANARY_NTFY: canary("ntfy"),
  CANARY_HOOK: `whsec_${Buffer.from(canary("hook")).toString("base64")}`,
  CANARY_CALDAV: canary("caldav"),
  CANARY_GITHUB: canary("github"),
  CANARY_DOORBELL: canary("doorbell"),
  CANARY_GOOGLE: CLIENT.secret,
};
const API_KEY = canary("api");

/** A service that fails, and tells whoever asks what it was sent: secrets come back in its errors. */
function startEcho() {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const told = `${request.method} ${request.url} ${JSON.stringify(Object.fromEntries(request.headers))} ${await request.text()}`;
      const basic = /Basic ([\w+/=]+)/.exec(told)?.[1] ?? "";
      return new Response(`Refused: ${told} ${atob(basic)}`, { status: 500 });
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server.stop(true) };
}

const configOf = (echo: string, google: string, claude: string) => `[agents]
permission_mode = "bypassPermissions"
command = ${JSON.stringify(claude)}
[channels.ntfy]
url = "${echo}"
topic = "porter"
token = "env:CANARY_NTFY"
[channels.webhook]
url = "${echo}/hook"
secret = "env:CANARY_HOOK"
[integrations]
enabled = ["tasks", "calendar", "webhook", "github"]
[integrations.github]
secret = "env:CANARY_GITHUB"
[[integrations.webhook.hooks]]
name = "doorbell"
verify = "token"
secret = "env:CANARY_DOORBELL"
notify = { title = "{{who}} is at the door" }
${google}
[[integrations.calendar.caldav]]
name = "Home"
url = "${echo}/dav/"
username = "ann"
password = "env:CANARY_CALDAV"
allow_private = true
`;

/** All that an agent can see of its surroundings but the key that it was given to think with. */
const LOOK_AROUND =
  "{ env; tr '\\0' '\\n' < /proc/self/environ; cat /proc/$PPID/cmdline; } | grep -v ANTHROPIC_API_KEY";

type Places = Record<string, string>;

function readFiles(folder: string, places: Places, except: RegExp): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (!except.test(name) && statSync(path, { throwIfNoEntry: false })?.isFile())
      places[`file ${name}`] = readFileSync(path, "latin1");
  }
}

/** Signs the calendar in, as a person would. */
async function signIn({ client, url }: Porter): Promise<void> {
  const { url: consent } = await client.integrations.connect.mutate({ integrationId: "calendar" });
  const there = await fetch(consent, { redirect: "manual" });
  const back = new URL(there.headers.get("location") ?? "");
  const answer = await fetch(url + back.pathname + back.search, { redirect: "manual" });
  expect(answer.status).toBe(303);
}

test("secrets of each kind stand nowhere but where they have to, whatever was done with them", async () => {
  using home = scratchDir("canaries");
  await using api = startMessagesApi();
  await using echo = startEcho();
  await using google = startGoogle();
  const googleToml = google.configToml().replace(`"${CLIENT.secret}"`, '"env:CANARY_GOOGLE"');
  const claude = overhearClaude(home.path);
  const options = {
    api,
    home: home.path,
    config: configOf(echo.url, googleToml, claude.command),
    env: { ...CONFIGURED, ANTHROPIC_API_KEY: API_KEY, PORTER_LOG: "debug" },
  };
  await using porter = await startPorter(options);
  const { client, url } = porter;
  const places: Places = {};
  /** No secret: it shows that what stands somewhere is found there. */
  const control = canary("control");

  // The owner's ways in.
  const login = await fetch(`${url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ secret: new URL(porter.signInLink).hash.slice(1) }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const { url: link } = await client.auth.createSignInLink.mutate();
  const { secret: rotated } = await client.integrations.rotateSecret.mutate({ integrationId: "tasks" });

  const device = {
    endpoint: `${echo.url}/${canary("push")}`,
    keys: {
      p256dh: createECDH("prime256v1").generateKeys("base64url"),
      auth: randomBytes(16).toString("base64url"),
    },
  };
  await client.channels.subscribe.mutate({ ...device, device: "Phone" });

  // An agent that looks around, and its tools' token.
  api.when("LOOK", [
    [toolUse("Bash", { command: LOOK_AROUND })],
    [toolUse("mcp__porter__get_context", {})],
    [text("I looked.")],
  ]);
  const session = await client.agents.start.mutate({ prompt: "LOOK" });
  using watch = watchSession(client, session.id);
  await watch.untilStatus("completed", "failed");
  const running = processesOf(home.path);
  // It stands in what the CLI is told, and goes nowhere else from there.
  const [, sessionToken = ""] = /Bearer ([\w-]{43})/.exec(claude.heard()) ?? [];
  for (const { pid, command, environment } of running) {
    places[`arguments of ${pid}`] = command;
    places[`environment of ${pid}`] = environment
      .filter((line) => !line.startsWith("ANTHROPIC_API_KEY="))
      .join("\n");
  }
  places["what the model was asked"] = JSON.stringify(
    api.requestsWith("LOOK").map(({ messages }) => messages),
  );

  // Services: signed in, refused, told of what fails.
  await eventually(async () =>
    (await client.integrations.list.query()).items.every(({ state }) => state !== "starting"),
  );
  await signIn(porter);
  await eventually(() => google.signIn.issued.length >= 3);
  const doorbell = (token: string) =>
    fetch(`${url}/webhooks/webhook?hook=doorbell`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-porter-token": token },
      body: '{"who":"Ann"}',
    });
  for (const token of [CONFIGURED.CANARY_DOORBELL, `${CONFIGURED.CANARY_DOORBELL}x`]) await doorbell(token);
  await client.tasks.create.mutate({ title: control, remindAt: new Date(Date.now() + 300) });
  await eventually(async () =>
    (await client.notifications.list.query({})).items.some(({ title }) => title === control),
  );
  for (const channel of ["ntfy", "webhook", "push"] as const)
    await client.channels.test.mutate({ channel }).catch((error: unknown) => error);
  for (const integrationId of ["tasks", "calendar", "webhook", "github"]) {
    places[`diagnostics of ${integrationId}`] = JSON.stringify(
      await client.integrations.diagnostics.query({ integrationId }),
    );
    places[`check of ${integrationId}`] = JSON.stringify(
      await client.integrations.check.mutate({ integrationId }).catch((error: unknown) => error),
    );
  }
  await client.system.rotateVaultKey.mutate();

  // Everything that can be read.
  const headers = { authorization: `Bearer ${porter.token}` };
  for (const procedure of ofKind("query"))
    places[procedure.path] = (await call([procedure], { url, headers })).text;
  for (const path of [
    "/",
    "/sign-in",
    "/health",
    "/metrics",
    "/manifest.webmanifest",
    "/integrations/calendar",
  ])
    places[path] = await (await fetch(url + path, { headers: { ...headers, cookie } })).text();
  for (const query of [
    { id: session.id, format: "markdown" },
    { id: session.id, format: "json" },
  ] as const)
    places[`export as ${query.format}`] = JSON.stringify(await client.agents.export.query(query));
  const leave = new AbortController();
  let events = "";
  for await (const { data } of readEventStream(porter, "events.onEvent", {
    lastEventId: "0",
    signal: leave.signal,
  })) {
    events += JSON.stringify(data);
    if (events.endsWith('"change":{"type":"ready"}}')) break;
  }
  leave.abort();
  places["all events"] = events;
  const env = { PORTER_DATA_DIR: porter.dataDir, PORTER_API_URL: url, ...CONFIGURED };
  const { stdout, stderr } = await porterCommand(["doctor"], env);
  places["bun porter doctor"] = stdout + stderr;

  // A backup with its keys, which may hold those alone, and one that may be given away.
  const elsewhere = join(home.path, "elsewhere");
  for (const where of [[], ["--to", elsewhere, "--without-keys"]])
    expect(await porterCommand(["backup", ...where], env)).toMatchObject({ code: 0 });
  readFiles(elsewhere, places, /^$/);

  // The files while it runs, after kill -9, and after an orderly end.
  const KEYS = /(^|\/)(token|vault\.key|vapid\.json)$/;
  readFiles(porter.dataDir, places, KEYS);
  await porter.kill();
  const failed = await startAndFail({
    home: home.path,
    config: `${options.config}\nbroken`,
    env: options.env,
  });
  places["a start that failed"] = failed.stderr;
  await using next = await startPorter(options);
  expect(await next.stop()).toBe(0);
  readFiles(next.dataDir, places, KEYS);
  places["log"] = porter.stderr() + next.stderr();
  places["stdout"] = (porter.stdout() + next.stdout()).replaceAll(/\/sign-in#\S+/g, "");

  const secrets: Record<string, string> = {
    ...CONFIGURED,
    API_KEY,
    "owner's token": porter.token,
    "sign-in link": new URL(porter.signInLink).hash.slice(1),
    "second sign-in link": new URL(link).hash.slice(1),
    cookie: cookie.slice(cookie.indexOf("=") + 1),
    "webhook secret": rotated.slice("whsec_".length),
    "session's token": sessionToken,
    "push key": z
      .object({ privateKey: z.string() })
      .parse(JSON.parse(readFileSync(join(next.dataDir, "vapid.json"), "utf8"))).privateKey,
    "device's address": device.endpoint,
    "device's key": device.keys.auth,
    "vault's key": readFileSync(join(next.dataDir, "vault.key"), "utf8").trim(),
    ...Object.fromEntries(google.signIn.issued.map((token, place) => [`OAuth token ${place}`, token])),
  };
  // Of use together with Porter's own push key only, and needed for every push: the database has it as it is.
  const isKeptOpen = (kind: string, place: string) =>
    kind.startsWith("device's") && /^file (.+\/)?porter\.db/.test(place);
  const found: string[] = [];
  for (const [kind, secret] of Object.entries(secrets)) {
    expect({ kind, isLong: secret.length >= 20 }).toEqual({ kind, isLong: true });
    for (const form of formsOf(secret))
      for (const [place, content] of Object.entries(places))
        if (content.includes(form) && !isKeptOpen(kind, place)) found.push(`${kind} in ${place}`);
  }
  expect(Object.keys(places).filter((place) => place.endsWith("/porter.db"))).toHaveLength(2);
  const holders = Object.keys(places).filter((place) => places[place]?.includes(control));
  expect(holders).toEqual(
    expect.arrayContaining(["file porter.db", "tasks.list", "notifications.list", "all events"]),
  );
  expect(found).toEqual([]);
  figure("canaries", "secrets planted", Object.keys(secrets).length);
  figure("canaries", "places searched for each", Object.keys(places).length);
  figure("canaries", "found", found.length);
}, 120_000);

/** As it is, and as it would stand in an address, in Basic credentials or in a dump of bytes. */
function formsOf(secret: string): string[] {
  const base64 = [secret, `ann:${secret}`, `:${secret}`].map((one) =>
    Buffer.from(one).toString("base64").replace(/.{4}$/, ""),
  );
  return [...new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex"), ...base64])];
}
