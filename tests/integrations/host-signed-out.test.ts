import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { defineAction, type LiveIntegration } from "../../server/integrations/contract.ts";
import { IntegrationError } from "../../server/integrations/error.ts";
import { createFakeClock, openIntegrations, type OpenIntegrations } from "../support/integrations.ts";
import { MINUTE, sample, SECOND, stateOf } from "./sample.ts";

const FROM = { callbackOrigin: "http://127.0.0.1:3101" };

/** One with a source that needs a sign-in and one that needs none, each refreshed by its ticks. */
function openWithSources(parts: Pick<Partial<LiveIntegration>, "finishConnect"> = {}) {
  const clock = createFakeClock();
  const world = { isSignedIn: false, fault: undefined as IntegrationError | undefined, ticks: [] as Date[] };
  const action = (worksSignedOut: boolean) =>
    defineAction({
      title: "Read",
      description: "Reads.",
      effect: "read",
      worksSignedOut,
      params: z.strictObject({ fails: z.enum(["auth", "retry", "broken"]).optional() }),
      result: z.string(),
    });
  const run = ({ fails }: Record<string, unknown>) => {
    if (fails !== undefined)
      throw new IntegrationError(z.enum(["auth", "retry", "broken"]).parse(fails), "No.");
    return "read";
  };
  const definition = sample("one", {
    tickInterval: 60,
    canConnect: true,
    actions: { local: action(true), remote: action(false) },
    init: () => ({
      tick() {
        world.ticks.push(clock.now());
        if (world.fault) throw world.fault;
        // In new words each time, which is no news.
        if (!world.isSignedIn) throw new IntegrationError("auth", `Sign in (${world.ticks.length}).`);
      },
      handle: { local: run, remote: run },
      connect: () => "https://example.net/sign-in",
      ...parts,
    }),
  });
  return { room: openIntegrations({ definitions: [definition], clock }), clock, world };
}

const run = (room: OpenIntegrations, action: string, params = {}) =>
  room.integrations.run({ integrationId: "one", action, params }, { kind: "owner" });
const inbox = (room: OpenIntegrations) => room.notifications.list({}).items;

describe("while its owner has to sign in", () => {
  test("ticks go on with the pauses of failed ones; the owner is told once, and so is the log", async () => {
    const { room, clock, world } = openWithSources();
    await using _ = room;
    await clock.advance(30 * MINUTE);
    expect(stateOf(room, "one")).toBe("needs_auth");
    expect(world.ticks.length).toBeGreaterThan(5);
    expect(world.ticks.length).toBeLessThan(12);
    const [last, before] = world.ticks.map(Number).toReversed();
    expect((last ?? 0) - (before ?? 0)).toBeGreaterThan(3 * MINUTE);
    expect(inbox(room)).toMatchObject([{ title: "The one needs you to sign in", body: "Sign in (1)." }]);
    expect(room.logged.filter(({ level }) => Number(level) >= 40)).toHaveLength(1);
    const states = room.integrations.history({ integrationId: "one" }).items.map(({ what }) => what);
    expect(states).toEqual(["needs_auth", "ok", "starting"]);
  });

  test("it heals by itself with a tick that succeeds, and the notification goes", async () => {
    const { room, clock, world } = openWithSources();
    await using _ = room;
    await clock.advance(MINUTE);
    world.isSignedIn = true;
    await clock.advance(5 * MINUTE);
    expect(room.host.find("one")).toMatchObject({ state: "ok", error: null });
    expect(inbox(room).filter(({ readAt }) => readAt === null)).toEqual([]);
    expect(await run(room, "remote")).toBe("read");
  });

  test("a tick that fails otherwise keeps the state, unless it needs another remedy of its owner", async () => {
    const { room, clock, world } = openWithSources();
    await using _ = room;
    await clock.advance(MINUTE);
    world.fault = new IntegrationError("retry", "Not now.");
    await clock.advance(10 * MINUTE);
    expect(room.host.find("one")).toMatchObject({ state: "needs_auth", error: { message: "Sign in (1)." } });
    world.fault = new IntegrationError("config", "Mend it.");
    await clock.advance(10 * MINUTE);
    expect(room.host.find("one")).toMatchObject({ state: "needs_config", error: { message: "Mend it." } });
    const done = world.ticks.length;
    await clock.advance(30 * MINUTE);
    expect(world.ticks).toHaveLength(done);
  });

  test("actions run that need no service, the others do not; neither changes how it stands", async () => {
    const { room, clock } = openWithSources();
    await using _ = room;
    await clock.advance(MINUTE);
    expect(await run(room, "local")).toBe("read");
    expect(run(room, "remote")).rejects.toMatchObject({ code: "UNAVAILABLE" });
    for (const fails of ["auth", "retry"])
      expect(run(room, "local", { fails })).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await run(room, "local")).toBe("read");
    expect(room.host.find("one")).toMatchObject({ state: "needs_auth", error: { message: "Sign in (1)." } });
    expect(run(room, "local", { fails: "broken" })).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await clock.advance(0);
    expect(stateOf(room, "one")).toBe("failed");
  });

  test("to begin a sign-in heals nothing", async () => {
    const { room, clock } = openWithSources();
    await using _ = room;
    await clock.advance(MINUTE);
    await room.integrations.connect("one", FROM);
    expect(stateOf(room, "one")).toBe("needs_auth");
  });
});

test("a tick that began before the sign-in ended does not take that back", async () => {
  const clock = createFakeClock();
  const slow = Promise.withResolvers<void>();
  const definition = sample("one", {
    tickInterval: 60,
    actions: {
      read: defineAction({
        title: "Read",
        description: "Reads.",
        effect: "read",
        params: z.strictObject({}),
        result: z.string(),
      }),
    },
    init: () => ({
      tick: () => slow.promise,
      handle: {
        read: () => {
          throw new IntegrationError("auth", "Sign in.");
        },
      },
    }),
  });
  await using room = openIntegrations({ definitions: [definition], clock });
  await clock.advance(5 * SECOND);
  expect(run(room, "read")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await clock.advance(SECOND);
  slow.resolve();
  await clock.advance(SECOND);
  expect(stateOf(room, "one")).toBe("needs_auth");
  await clock.advance(MINUTE);
  expect(stateOf(room, "one")).toBe("ok");
});
