import { describe, expect, test } from "bun:test";
import { createViews } from "../../server/views/service.ts";
import { CreateView } from "../../shared/view.ts";
import { openScratchDatabase } from "../support/database.ts";
import { startPorter } from "../support/server.ts";

function withViews() {
  const scratch = openScratchDatabase();
  return {
    ...scratch,
    views: createViews({ db: scratch.db, events: scratch.events }),
  };
}

describe("saved views", () => {
  test("are kept in the order in which they were made, changed and removed, each with its event", () => {
    using scratch = withViews();
    const { views, events } = scratch;
    const home = views.create({ name: "Home", path: "/tasks?tag=home" }, "owner");
    const urgent = views.create({ name: "Urgent", path: "/tasks?priority=urgent" }, "owner");
    expect(views.list().items).toEqual([home, urgent]);
    const renamed = views.update({ id: home.id, name: "At home" }, "owner");
    expect(renamed).toEqual({ ...home, name: "At home" });
    const moved = views.update({ id: home.id, path: "/tasks?tag=house" }, "owner");
    expect(moved).toEqual({ ...renamed, path: "/tasks?tag=house" });
    expect(views.remove(urgent.id, "owner")).toEqual(urgent);
    expect(views.list().items).toEqual([moved]);
    const told = [
      [urgent.id, "created"],
      [home.id, "updated"],
      [urgent.id, "removed"],
    ].map(([id, kind]) => {
      const event = events.findLatest(`view:${id}`, `view.${kind}`);
      return event && views.describe(event);
    });
    expect(told).toEqual([
      { type: "created", view: urgent },
      { type: "updated", view: moved },
      { type: "removed", view: urgent },
    ]);
  });

  test("an update that changes nothing leaves no trace; what is not there is NOT_FOUND", () => {
    using scratch = withViews();
    const { views, events } = scratch;
    const view = views.create({ name: "Home", path: "/tasks" }, "owner");
    expect(views.update({ id: view.id, name: "Home" }, "owner")).toEqual(view);
    expect(events.findLatest(`view:${view.id}`, "view.updated")).toBeUndefined();
    const notFound = expect.objectContaining({ code: "NOT_FOUND" });
    const nobody = Bun.randomUUIDv7();
    expect(() => views.update({ id: nobody, name: "x" }, "owner")).toThrow(notFound);
    expect(() => views.remove(nobody, "owner")).toThrow(notFound);
  });

  test("lead to a page of the web app and nowhere else", () => {
    for (const path of ["/tasks?tag=home&q=a%20b", "/"])
      expect(CreateView.safeParse({ name: "x", path }).success).toBe(true);
    for (const path of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "tasks",
      "",
    ])
      expect(CreateView.safeParse({ name: "x", path }).success).toBe(false);
  });

  test("are the same after a restart of the server", async () => {
    await using porter = await startPorter();
    const made = await porter.client.views.create.mutate({ name: "Home", path: "/tasks?tag=home" });
    await porter.kill();
    await using again = await startPorter({ home: porter.home });
    expect(await again.client.views.list.query()).toEqual({ items: [made] });
  });
});
