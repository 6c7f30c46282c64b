import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { Incoming, LiveIntegration } from "../../server/integrations/contract.ts";
import { BadDelivery, IntegrationError } from "../../server/integrations/error.ts";
import { PorterError } from "../../server/errors.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { sample, SECOND, stateOf } from "./sample.ts";

const delivery: Incoming = {
  id: "d1",
  webhookId: "w1",
  body: { hello: "world" },
  headers: {},
  receivedAt: new Date(),
};
const unchecked = {
  body: new Uint8Array(),
  receivedAt: new Date(),
  headers: { "x-token": "good" },
};

async function withHooks(handleWebhook: LiveIntegration["handleWebhook"]) {
  const clock = createFakeClock();
  const definitions = [
    sample("standard", { webhook: { check: "standard" }, init: () => ({ handleWebhook }) }),
    sample("own", {
      config: z.object({ token: z.string().optional() }),
      webhook: {
        check: "own",
        hasSecret: ({ token }) => token !== undefined,
        verify: ({ headers }, { token }) => {
          if (headers["x-token"] === "throws") throw new Error("verify");
          return headers["x-token"] === token ? "w1" : undefined;
        },
      },
      init: () => ({ handleWebhook }),
    }),
    sample("none"),
  ];
  const room = openIntegrations({
    definitions,
    clock,
    sections: { own: { token: "good" } },
    hasWebhookSecret: (id) => id === "standard",
  });
  await settle();
  return { ...room, clock };
}

describe("the check", () => {
  test("is the one that the integration wants", async () => {
    await using room = await withHooks(() => () => "");
    expect(room.host.webhookOf("standard")).toEqual({ check: "standard" });
    const own = room.host.webhookOf("own");
    if (own?.check !== "own") throw new Error("It has its own check.");
    expect(own.hasSecret).toBe(true);
    expect(own.verify(unchecked)).toBe("w1");
    expect(own.verify({ ...unchecked, headers: { "x-token": "bad" } })).toBeUndefined();
    expect(own.verify({ ...unchecked, headers: { "x-token": "throws" } })).toBeUndefined();
    expect(room.host.find("standard")?.webhook).toEqual({
      path: "/webhooks/standard",
      check: "standard",
      hasSecret: true,
    });
  });

  test("there is none for what takes no webhooks, is unknown or switched off", async () => {
    await using room = await withHooks(() => () => "");
    expect(room.host.webhookOf("none")).toBeUndefined();
    expect(room.host.webhookOf("nothing")).toBeUndefined();
    await room.integrations.setEnabled({ integrationId: "own", enabled: false }, "owner");
    expect(room.host.webhookOf("own")).toBeUndefined();
  });
});

describe("a delivery", () => {
  test("gives an effect, which is for the caller to run", async () => {
    const seen: unknown[] = [];
    await using room = await withHooks((given) => () => (seen.push(given.body), "Done."));
    const effect = await room.host.handleWebhook("standard", delivery);
    expect(seen).toEqual([]);
    expect(effect()).toBe("Done.");
    expect(seen).toEqual([{ hello: "world" }]);
  });

  test("that cannot be used says so and leaves the integration as it is", async () => {
    await using room = await withHooks(({ webhookId }) => {
      if (webhookId === "w1") throw new BadDelivery("It has no type.");
      throw new PorterError("NOT_FOUND", "There is no task with this id.");
    });
    for (const webhookId of ["w1", "w2"])
      expect(room.host.handleWebhook("standard", { ...delivery, webhookId })).rejects.toBeInstanceOf(
        BadDelivery,
      );
    await settle();
    expect(stateOf(room, "standard")).toBe("ok");
  });

  const bad: [name: string, handle: LiveIntegration["handleWebhook"]][] = [
    [
      "throws",
      () => {
        throw new TypeError("x is undefined");
      },
    ],
    ["rejects with nothing", () => Promise.reject(undefined)],
    ["gives no effect", () => "Done." as never],
  ];
  for (const [name, handle] of bad) {
    test(`whose handler ${name} is to be tried again, and the next success mends the state`, async () => {
      let isBad = true;
      await using room = await withHooks(
        (given, call) => (isBad ? handle?.(given, call) : () => "") as never,
      );
      expect(room.host.handleWebhook("standard", delivery)).rejects.toMatchObject({ remedy: "retry" });
      await settle();
      expect(stateOf(room, "standard")).toBe("degraded");
      isBad = false;
      await room.host.handleWebhook("standard", delivery);
      expect(stateOf(room, "standard")).toBe("ok");
    });
  }

  test("whose handler never settles is given up after 30 seconds", async () => {
    await using room = await withHooks(() => new Promise(() => {}));
    // Not `expect().rejects`, which would hold the very clock that it waits for.
    const handled = room.host.handleWebhook("standard", delivery).catch((error: unknown) => error);
    await room.clock.advance(31 * SECOND);
    expect(await handled).toMatchObject({ remedy: "retry", message: expect.stringContaining("30 seconds") });
    const stopping = room.stop();
    await room.clock.advance(10 * SECOND);
    await stopping;
  });

  test("waits while the integration is not up, with what would help", async () => {
    await using room = await withHooks(() => {
      throw new IntegrationError("auth", "Sign in.");
    });
    // The first one finds out, the second one is told.
    expect(room.host.handleWebhook("own", delivery)).rejects.toMatchObject({ remedy: "auth" });
    expect(room.host.handleWebhook("own", delivery)).rejects.toMatchObject({ remedy: "auth" });
    await settle();
    await room.integrations.setEnabled({ integrationId: "own", enabled: false }, "owner");
    expect(room.host.handleWebhook("own", delivery)).rejects.toMatchObject({ remedy: "retry" });
    expect(room.host.handleWebhook("nothing", delivery)).rejects.toMatchObject({ remedy: "retry" });
  });
});

describe("the event log", () => {
  test("an event tells the integration as it stands, and nothing of others", async () => {
    await using room = await withHooks(() => () => "");
    const [event] = room.events.pageBack(Number.MAX_SAFE_INTEGER, { subject: "integration:own" }, 1);
    if (!event) throw new Error("There is no event.");
    expect(room.integrations.describe(event)).toMatchObject({
      type: "updated",
      integration: { id: "own", state: "ok" },
    });
    expect(room.integrations.describe({ ...event, kind: "task.updated" })).toBeUndefined();
    expect(room.integrations.describe({ ...event, subject: "integration:gone" })).toBeUndefined();
  });
});

describe("asking for its health", () => {
  test("shows what is wrong at once, and that it is over", async () => {
    let isWell = false;
    const definition = sample("one", {
      init: () => ({
        health() {
          if (!isWell) throw new IntegrationError("retry", "The service is away.");
        },
      }),
    });
    await using room = openIntegrations({ definitions: [definition] });
    await settle();
    expect(await room.integrations.check("one")).toMatchObject({ state: "degraded" });
    isWell = true;
    expect(await room.integrations.check("one")).toMatchObject({ state: "ok", error: null });
  });
});
