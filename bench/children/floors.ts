import { Elysia } from "elysia";
import superjson, { type SuperJSONResult } from "superjson";
import { createApp } from "../../server/app.ts";
import { createAuth } from "../../server/auth/service.ts";
import { addressOf } from "../../server/http/address.ts";
import { createLog } from "../../server/log.ts";
import { createTraffic } from "../../server/system/traffic.ts";
import type { Services } from "../../server/trpc/context.ts";
import { openScratchDatabase } from "../../tests/support/database.ts";
import { hearParent, tellParent } from "../child.ts";

/** What Porter answered, by procedure, as it came. */
export type Answers = Record<string, { result: { data: SuperJSONResult } }>;
/** Where the floors serve. */
export type FloorAddresses = { router: string; bare: string };

const HOST = "127.0.0.1";

/** Porter's own HTTP surface and router, whose services know one answer each and ask no database for it. */
function serveRouter(answers: Answers): string {
  const knows = (procedure: string) => {
    const value = superjson.deserialize(answers[procedure]?.result.data ?? { json: null });
    Object.freeze(value); // It stays as it is: the router may keep what it has written of it.
    return () => value;
  };
  const { db } = openScratchDatabase();
  const services = {
    auth: createAuth({ db, ownerToken: process.env.PORTER_TOKEN ?? "" }),
    metrics: { traffic: createTraffic({ record: () => undefined }) },
    system: { isWell: () => true },
    tasks: { getBy: knows("tasks.get"), list: knows("tasks.list"), create: knows("tasks.create") },
    agents: { list: knows("agents.list") },
  };
  let port = 0;
  const app = createApp({
    services: services as unknown as Services, // No other procedure is called.
    webhooks: { receive: () => Promise.resolve(new Response(null, { status: 404 })) },
    webFolder: "client/dist/web",
    address: () => addressOf(HOST, port, undefined),
    stopping: new AbortController().signal,
    log: createLog("error"),
  });
  app.listen({ hostname: HOST, port: 0 });
  port = app.server?.port ?? 0;
  return `http://${HOST}:${port}`;
}

/** Elysia alone with the same JSON, which it writes anew for each answer. */
function serveBare(answers: Answers): string {
  const app = new Elysia();
  for (const [procedure, answer] of Object.entries(answers)) app.all(`/trpc/${procedure}`, () => answer);
  app.listen({ hostname: HOST, port: 0 });
  return `http://${HOST}:${app.server?.port}`;
}

for await (const answers of hearParent<Answers>())
  tellParent({ router: serveRouter(answers), bare: serveBare(answers) } satisfies FloorAddresses);
