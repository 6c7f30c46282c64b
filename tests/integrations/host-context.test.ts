import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { IntegrationContext } from "../../server/integrations/contract.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { MINUTE, sample, SECOND, stateOf } from "./sample.ts";

/** A room with one integration, and the context that it was given. */
async function withContext(options: Partial<Parameters<typeof openIntegrations>[0]> = {}) {
  let context: IntegrationContext<Record<string, unknown>> | undefined;
  const definition = sample("one", { init: (given) => ((context = given), {}) });
  const room = openIntegrations({ definitions: [definition], ...options });
  await settle();
  if (!context) throw new Error("It was not set up.");
  return { ...room, context };
}

describe("what an integration may use", () => {
  test("its state is its own, survives as it was, and does not grow without bound", async () => {
    await using room = await withContext();
    const { state } = room.context;
    const Value = z.object({ at: z.date(), names: z.array(z.string()) });
    state.set("seen", { at: new Date(5), names: ["ö"] });
    expect(state.get("seen", Value)).toEqual({ at: new Date(5), names: ["ö"] });
    expect(state.get("seen", z.string())).toBeUndefined();
    expect(state.get("other", Value)).toBeUndefined();
    expect(room.read("select integration_id from integration_state")).toEqual([{ integration_id: "one" }]);
    expect(() => state.set("long", "x".repeat(65 * 1024))).toThrow("64 KiB");
    expect(() => state.set("k".repeat(201), 1)).toThrow("200");
    state.remove("seen");
    expect(state.get("seen", Value)).toBeUndefined();
  });

  test("Porter's own keys are out of its reach", async () => {
    await using room = await withContext();
    room.vault.set("one", "porter.webhook", "whsec_secret");
    const { vault, state } = room.context;
    expect(() => vault.get("porter.webhook")).toThrow("Porter's own");
    expect(() => vault.set("porter.webhook", "")).toThrow("Porter's own");
    expect(() => vault.remove("porter.webhook")).toThrow("Porter's own");
    expect(() => state.set("porter.called", 1)).toThrow("Porter's own");
    expect(room.vault.get("one", "porter.webhook")).toBe("whsec_secret");
  });

  test("tasks are changed in its name", async () => {
    await using room = await withContext();
    const task = room.context.tasks.create({ title: "From outside" });
    expect(task.createdBy).toBe("integration:one");
    expect(room.context.tasks.update({ id: task.id, status: "done" }).status).toBe("done");
  });

  test("its notifications have keys of their own and lead to its page", async () => {
    await using room = await withContext();
    room.context.notify({ key: "a", title: "First", body: "" });
    room.context.notify({ key: "a", title: "Again", body: "b".repeat(10_000) });
    const { items } = room.notifications.list({});
    expect(items).toMatchObject([{ title: "Again", key: "integration:one/a", link: "/integrations/one" }]);
    expect(items[0]?.body.length).toBeLessThanOrEqual(5_000);
    expect(() => room.context.notify({ key: "a", title: "", body: "", link: "//elsewhere.net" })).toThrow(
      "path",
    );
    expect(() => room.context.notify({ key: "a", title: "", body: "", link: "javascript:0" })).toThrow(
      "path",
    );
  });

  test("a flood of notifications is dropped, told once, and over after it has been quiet", async () => {
    const clock = createFakeClock();
    await using room = await withContext({ clock });
    for (let n = 0; n < 10_000; n += 1) room.context.notify({ key: `n${n}`, title: "Look", body: "" });
    expect(room.notifications.list({ limit: 200 }).items).toHaveLength(20);
    expect(room.host.find("one")).toMatchObject({ state: "degraded", error: { remedy: "retry" } });
    expect(room.host.find("one")?.error?.message).toContain("too much");
    expect(room.logged).toHaveLength(1);
    expect(room.integrations.diagnostics("one").notifications).toEqual({ sent: 20, dropped: 9_980 });
    await clock.advance(10 * SECOND);
    room.context.notify({ key: "later", title: "Look", body: "" });
    expect(room.notifications.list({ limit: 200 }).items).toHaveLength(21);
    await clock.advance(11 * MINUTE);
    expect(stateOf(room, "one")).toBe("ok");
  });

  test("a fetch ends with the integration", async () => {
    using server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: () => new Promise<Response>(() => {}),
    });
    const room = await withContext();
    const answer = room.context.fetch(server.url);
    await room.integrations.reload("one", "owner");
    expect(answer).rejects.toThrow("stopped");
    await room[Symbol.asyncDispose]();
  });

  test("after the stop all of it throws, and its log is quiet", async () => {
    await using room = await withContext();
    const { context } = room;
    await room.integrations.setEnabled({ integrationId: "one", enabled: false }, "owner");
    const uses: (() => unknown)[] = [
      () => context.state.get("a", z.string()),
      () => context.state.set("a", 1),
      () => context.state.remove("a"),
      () => context.vault.get("a"),
      () => context.vault.set("a", "b"),
      () => context.vault.remove("a"),
      () => context.notify({ key: "a", title: "b", body: "" }),
      () => context.tasks.create({ title: "a" }),
      () => context.tasks.list({}),
      () => context.fetch("http://127.0.0.1:9/"),
      () => context.now(),
    ];
    for (const use of uses) expect(use).toThrow("stopped");
    expect(context.signal.aborted).toBe(true);
    const before = room.logged.length;
    context.log.error("still here");
    expect(room.logged).toHaveLength(before);
    expect(room.notifications.list({}).items).toEqual([]);
  });

  test("credentials that cannot be opened ask for a sign-in", async () => {
    await using room = await withContext();
    room.context.vault.set("token", "a-secret");
    room.db.run("update vault set sealed = 'v1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAA'");
    expect(() => room.context.vault.get("token")).toThrow(expect.objectContaining({ remedy: "auth" }));
  });
});
