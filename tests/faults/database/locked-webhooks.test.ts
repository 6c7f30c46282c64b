import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import pino from "pino";
import { IntegrationError } from "../../../server/integrations/error.ts";
import { createWebhookRoom } from "../../../server/integrations/webhooks/room.ts";
import { figure } from "../../support/figures.ts";
import { openIntegrations } from "../../support/integrations.ts";
import { eventually } from "../../support/processes.ts";
import { takes } from "../../webhooks/open-webhooks.ts";
import { signed } from "../../webhooks/sign.ts";

/** An inbox with one integration behind it, its log, and another program that may lock the database. */
async function openInbox(handler: Parameters<typeof takes>[1]) {
  let logged = "";
  const integrations = openIntegrations({
    definitions: [takes("desk", handler)],
    hasWebhookSecret: () => true,
  });
  const log = pino({ level: "warn" }, { write: (line: string) => void (logged += line) });
  const webhooks = createWebhookRoom({ ...integrations, log });
  webhooks.start();
  const { secret } = webhooks.secrets.rotate("desk", "owner");
  await eventually(() => integrations.host.find("desk")?.state === "ok");
  const stranger = new Database(join(integrations.dataDir, "porter.db"));
  return {
    ...integrations,
    deliveries: webhooks.deliveries,
    async send(title: string): Promise<string> {
      const { body, headers } = signed({ body: JSON.stringify({ title }), secret, at: new Date() });
      const request = new Request("http://porter/", { method: "POST", headers, body });
      const { id }: { id: string } = await (await webhooks.receive("desk", request, "192.0.2.1")).json();
      return id;
    },
    titles: () =>
      integrations.tasks
        .list({})
        .items.map(({ title }) => title)
        .sort(),
    /** Locks the database, does that, and lets go of it once the log says so. */
    async lockUntil(says: string, work: () => unknown): Promise<void> {
      const before = logged.length;
      stranger.run("BEGIN IMMEDIATE");
      const worked = work();
      await eventually(() => logged.slice(before).includes(says));
      stranger.run("ROLLBACK");
      await worked;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      stranger.close();
      await webhooks.stop();
      await integrations[Symbol.asyncDispose]();
    },
  };
}

test("a locked database while webhooks are handled: each has its effect once, none is lost, and they go on by themselves", async () => {
  let isSignedIn = true;
  let calls = 0;
  const gate = Promise.withResolvers<void>();
  await using inbox = await openInbox(async ({ body }, { tasks }) => {
    calls++;
    await gate.promise;
    if (!isSignedIn) throw new IntegrationError("auth", "Sign in again.");
    const { title } = body as { title: string }; // as it is sent below
    return () => `Made ${tasks.create({ title }).number}`;
  });
  const { deliveries, titles, host } = inbox;

  const first = await inbox.send("while it is handled");
  await eventually(() => calls === 1);
  await inbox.lockUntil("a webhook waits until what became of it can be written down", gate.resolve);
  await eventually(() => titles().length === 1);
  expect(deliveries.get(first)).toMatchObject({ state: "handled", attempts: 0 });
  expect(calls).toBe(1);

  isSignedIn = false;
  const second = await inbox.send("while its integration comes up");
  await eventually(() => host.find("desk")?.state === "needs_auth");
  await inbox.lockUntil("what has happened waits to be written down", () => {
    isSignedIn = true;
    return host.reload("desk", "owner");
  });
  await eventually(() => deliveries.get(second).state === "handled");
  expect(titles()).toEqual(["while it is handled", "while its integration comes up"]);
  figure("database", "locked: webhooks lost, doubled or left lying", 0);
});
