import { describe, expect, test } from "bun:test";
import { BadDelivery, IntegrationError } from "../../server/integrations/error.ts";
import { openScratchDatabase } from "../support/database.ts";
import { createFakeClock } from "../support/integrations.ts";
import { openWebhooks } from "./open-webhooks.ts";

const DAY = 86_400_000;
const nothing = () => "Nothing to do";
const titleOf = (body: unknown): string => String((body as { title: unknown }).title); // as the tests send it

describe("deliveries are handled", () => {
  test("one at a time and in order, with their words, and without waiting for another integration's", async () => {
    const log: string[] = [];
    const never = Promise.withResolvers<never>();
    const gate = Promise.withResolvers<void>();
    await using room = await openWebhooks({
      handlers: {
        stuck: () => never.promise,
        quick: () => nothing,
        desk: async ({ body }) => {
          log.push(`begins ${titleOf(body)}`);
          await gate.promise;
          return () => {
            log.push(`ends ${titleOf(body)}`);
            return `Did ${titleOf(body)}`;
          };
        },
      },
    });
    await room.send("stuck", {});
    const sent = [];
    for (const title of ["a", "b", "c"]) sent.push(await room.send("desk", { title }));
    await room.untilState((await room.send("quick", {})).id, "handled");
    gate.resolve();
    await room.untilState(sent[2]?.id ?? "", "handled");

    expect(log).toEqual(["begins a", "ends a", "begins b", "ends b", "begins c", "ends c"]);
    expect(
      room.deliveries.list({ state: "pending" }).items.map(({ integrationId }) => integrationId),
    ).toEqual(["stuck"]);
    expect(room.deliveries.get(sent[0]?.id ?? "")).toMatchObject({
      state: "handled",
      attempts: 0,
      nextAttemptAt: null,
      error: null,
      outcome: "Did a",
    });
  });

  test("by what came: the parsed body, its time, and no header that holds a secret", async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    await using room = await openWebhooks({
      handlers: {
        desk: (delivery) => {
          resolve(delivery);
          return nothing;
        },
      },
    });
    const { id, headers } = room.deliveries.get((await room.send("desk", { title: "a" }, "msg_a")).id);
    expect(await promise).toEqual({
      id,
      webhookId: "msg_a",
      body: { title: "a" },
      headers,
      receivedAt: room.clock.now(),
    });
    expect(Object.keys(headers).sort()).toEqual([
      "content-type",
      "user-agent",
      "webhook-id",
      "webhook-timestamp",
    ]);
  });

  test("with each change told: created, then updated", async () => {
    await using room = await openWebhooks({ handlers: { desk: () => nothing } });
    const { id } = await room.send("desk", {});
    await room.untilState(id, "handled");
    const told = room.read<{ kind: string; actor: string; after: string }>(
      "SELECT kind, actor, after FROM events WHERE kind LIKE 'delivery.%' ORDER BY id",
    );
    expect(told.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["delivery.created", `webhook:${id}`],
      ["delivery.updated", `webhook:${id}`],
    ]);
    expect(told[1]?.after).toContain('"state":"handled"');
  });
});

describe("an effect happens together with its delivery's end, or not at all", () => {
  test("what it did before it failed is undone, and done once when it works", async () => {
    let failures = 0;
    await using room = await openWebhooks({
      handlers: {
        desk:
          ({ body }, { tasks }) =>
          () => {
            const { number } = tasks.create({ title: titleOf(body) });
            if (failures++ === 0) throw new Error("secret-token");
            return `Created task ${number}`;
          },
      },
    });
    const { id } = await room.send("desk", { title: "a" });
    await room.until(() => room.deliveries.get(id).attempts === 1);
    expect(room.tasks.list({}).items).toEqual([]);
    const failed = room.deliveries.get(id);
    expect(failed.error).not.toContain("secret-token");
    expect(failed.nextAttemptAt?.getTime()).toBeGreaterThan(room.clock.now().getTime());

    await room.clock.advance(10_000);
    await room.send("desk", { title: "b" }); // The worker looks at its clock when something comes.
    await room.untilState(id, "handled");
    await room.until(() => room.tasks.list({}).items.length === 2);
    expect(
      room.tasks
        .list({})
        .items.map(({ title }) => title)
        .sort(),
    ).toEqual(["a", "b"]);
  });

  test("one that gives a promise is refused, and undone", async () => {
    await using room = await openWebhooks({
      handlers: {
        desk: (_, { tasks }) => {
          const effect = async () => {
            tasks.create({ title: "a" });
            return "Created it";
          };
          return effect as unknown as () => string; // what an integration that is not type-checked may do
        },
      },
    });
    const { id } = await room.send("desk", {});
    await room.until(() => room.deliveries.get(id).attempts === 1);
    expect(room.tasks.list({}).items).toEqual([]);
    expect(room.deliveries.get(id).state).toBe("pending");
  });
});

describe("a delivery that fails", () => {
  test("is tried 8 times with longer and longer pauses, while those behind it pass; then it is dead, and told", async () => {
    await using room = await openWebhooks({
      handlers: {
        desk: ({ body }) => {
          if (titleOf(body) === "bad") throw new Error("out of order");
          return nothing;
        },
      },
    });
    const { id } = await room.send("desk", { title: "bad" });
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 8; attempt += 1) {
      await room.until(() => room.deliveries.get(id).attempts === attempt);
      const { nextAttemptAt } = room.deliveries.get(id);
      pauses.push((nextAttemptAt?.getTime() ?? 0) - room.clock.now().getTime());
      room.clock.set(new Date(nextAttemptAt ?? 0));
      const behind = await room.send("desk", { title: "good" });
      await room.untilState(behind.id, "handled");
    }
    await room.untilState(id, "dead");
    expect(room.deliveries.get(id)).toMatchObject({ attempts: 8, nextAttemptAt: null });
    for (const [index, pause] of pauses.entries()) {
      const longest = Math.min(3_600_000, 5_000 * 3 ** index);
      expect(pause).toBeGreaterThanOrEqual(Math.floor(longest / 2));
      expect(pause).toBeLessThanOrEqual(longest);
    }
    const inbox = room.notifications.list({}).items.filter(({ key }) => key === "deliveries:desk");
    expect(inbox).toMatchObject([{ kind: "integration_attention", link: "/integrations/desk" }]);
  });

  test("for good is dead at once, in its own words; a replay that works settles what was told", async () => {
    let isKnown = false;
    await using room = await openWebhooks({
      handlers: {
        desk: () => {
          if (!isKnown) throw new BadDelivery('It has no "title".');
          return nothing;
        },
      },
    });
    const { id } = await room.send("desk", {});
    await room.untilState(id, "dead");
    expect(room.deliveries.get(id)).toMatchObject({ attempts: 1, error: 'It has no "title".' });
    expect(room.host.find("desk")?.state).toBe("ok");
    expect(room.notifications.list({}).items.length).toBe(1);

    isKnown = true;
    expect(room.deliveries.replay(id, "owner")).toMatchObject({ state: "pending", attempts: 0, error: null });
    await room.untilState(id, "handled");
    expect(room.notifications.list({}).items).toEqual([]);
  });

  test("because its integration needs the owner waits for it, and uses no attempt up", async () => {
    let isSignedIn = false;
    await using room = await openWebhooks({
      handlers: {
        desk: () => {
          if (!isSignedIn) throw new IntegrationError("auth", "The token has run out.");
          return nothing;
        },
      },
    });
    const { id } = await room.send("desk", {});
    await room.until(() => room.deliveries.get(id).error !== null);
    const behind = await room.send("desk", {});
    expect(room.deliveries.get(id)).toMatchObject({ state: "pending", attempts: 0, nextAttemptAt: null });
    expect(room.host.find("desk")?.state).toBe("needs_auth");

    isSignedIn = true;
    await room.host.reload("desk", "owner");
    await room.untilState(behind.id, "handled");
    expect(room.deliveries.get(id)).toMatchObject({ state: "handled", attempts: 0 });
  });
});

describe("a clock that is set", () => {
  const YEAR = 365 * DAY;
  async function openFailing(start: Date) {
    let isBroken = true;
    const handler = () => {
      if (isBroken) throw new Error("out of order");
      return nothing;
    };
    const room = await openWebhooks({ clock: createFakeClock(start), handlers: { desk: handler } });
    const { id } = await room.send("desk", {});
    await room.until(() => room.deliveries.get(id).attempts === 1);
    isBroken = false;
    return { room, id };
  }

  test("forward: what waits for its next attempt is tried", async () => {
    const { room, id } = await openFailing(new Date());
    await using _ = room;
    room.clock.set(new Date(room.clock.now().getTime() + YEAR));
    await room.send("desk", {});
    await room.untilState(id, "handled");
    // What was received a year ago and settled now is not forgotten now: its sender may send it again.
    room.clock.set(new Date(room.clock.now().getTime() + DAY));
    const behind = await room.send("desk", {});
    await room.untilState(behind.id, "handled");
    expect(room.deliveries.get(id).state).toBe("handled");
  });

  test("back by years, as it was wrong: what waits is tried at once, not after those years", async () => {
    const { room, id } = await openFailing(new Date(Date.now() + 10 * YEAR));
    await using _ = room;
    room.clock.set(new Date());
    const behind = await room.send("desk", {});
    await room.untilState(behind.id, "handled");
    expect(room.deliveries.get(id).state).toBe("handled");
  });
});

test("a replay of what was handled has the effect again: that is what it is for", async () => {
  await using room = await openWebhooks({
    handlers: {
      desk:
        (_, { tasks }) =>
        () =>
          tasks.create({ title: "again" }).id,
    },
  });
  const { id } = await room.send("desk", {});
  await room.untilState(id, "handled");
  room.deliveries.replay(id, "owner");
  await room.untilState(id, "handled");
  expect(room.tasks.list({}).items.length).toBe(2);
});

test("what is not known can neither be read nor replayed", async () => {
  await using room = await openWebhooks({ handlers: { desk: () => nothing } });
  const id = Bun.randomUUIDv7();
  expect(() => room.deliveries.get(id)).toThrow("There is no delivery with this id.");
  expect(() => room.deliveries.replay(id, "owner")).toThrow("There is no delivery with this id.");
});

test("what was handled is forgotten 30 days later, what is dead 90 days later, what waits never", async () => {
  await using room = await openWebhooks({
    handlers: {
      desk: ({ body }) => {
        if (titleOf(body) === "dead") throw new BadDelivery("No.");
        if (titleOf(body) === "waits") throw new IntegrationError("retry", "Later.", { afterMs: DAY });
        return nothing;
      },
    },
  });
  const kept = () =>
    room.deliveries
      .list({})
      .items.map(({ webhookId }) => webhookId)
      .sort();
  for (const title of ["dead", "waits", "handled"]) await room.send("desk", { title }, title);
  await room.until(() => room.deliveries.list({ state: "handled" }).items.length === 1);

  for (const [days, left] of [
    [29, ["29", "dead", "handled", "waits"]],
    [2, ["2", "29", "dead", "waits"]],
    [60, ["60", "waits"]],
  ] as const) {
    room.clock.set(new Date(room.clock.now().getTime() + days * DAY));
    const { id } = await room.send("desk", { title: "new" }, String(days));
    await room.untilState(id, "handled"); // Before the clock goes on.
    // Forgetting is no change that is told.
    while (kept().join() !== [...left].sort().join()) await new Promise(setImmediate);
  }
});

test("a page of the list goes on behind the one before, newest first", async () => {
  await using room = await openWebhooks({ handlers: { desk: () => nothing, other: () => nothing } });
  for (const id of ["1", "2", "3"]) await room.send("desk", {}, id);
  await room.send("other", {}, "4");
  const ids = (items: { webhookId: string }[]) => items.map(({ webhookId }) => webhookId);
  const first = room.deliveries.list({ integrationId: "desk", limit: 2 });
  expect(ids(first.items)).toEqual(["3", "2"]);
  const second = room.deliveries.list({ integrationId: "desk", limit: 2, cursor: first.nextCursor ?? "" });
  expect(ids(second.items)).toEqual(["1"]);
  expect(second.nextCursor).toBeNull();
  expect(ids(room.deliveries.list({}).items)).toEqual(["4", "3", "2", "1"]);
});

test("a stop waits for what is being handled, begins nothing else, and the next start goes on", async () => {
  using database = openScratchDatabase();
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const ids: string[] = [];
  {
    await using room = await openWebhooks({
      database,
      handlers: {
        desk: async (_, { tasks }) => {
          begun.resolve();
          await finish.promise;
          return () => tasks.create({ title: "first" }).id;
        },
      },
    });
    ids.push((await room.send("desk", {}, "1")).id, (await room.send("desk", {}, "2")).id);
    await begun.promise;
    const stopped = room.stop();
    finish.resolve();
    await stopped;
    expect(room.deliveries.get(ids[0] ?? "").state).toBe("handled");
    expect(room.deliveries.get(ids[1] ?? "").state).toBe("pending");
  }
  await using room = await openWebhooks({
    database,
    handlers: {
      desk:
        (_, { tasks }) =>
        () =>
          tasks.create({ title: "second" }).id,
    },
  });
  await room.untilState(ids[1] ?? "", "handled");
  expect(
    room.tasks
      .list({})
      .items.map(({ title }) => title)
      .sort(),
  ).toEqual(["first", "second"]);
  expect((await room.send("desk", {}, "1")).id).toBe(ids[0] ?? "");
});
