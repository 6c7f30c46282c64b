import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { scratchDir, startAndFail, startPorter } from "../support/server.ts";

const health = async (url: string): Promise<unknown> => (await fetch(`${url}/health`)).json();

describe("a start", () => {
  test("with an integration that is not there ends with what there is", async () => {
    const { code, stderr } = await startAndFail({
      config: '[integrations]\nenabled = ["tasks", "kalendar"]',
    });
    expect(code).toBe(1);
    expect(stderr).toContain(":2: integrations.enabled.1: ");
    expect(stderr).toContain("tasks");
    expect(stderr).not.toContain("    at ");
  });

  test("with a variable that is not set warns, names it as a repair, and runs the rest", async () => {
    const config = [
      "[integrations]",
      'enabled = ["tasks", "github"]',
      "[integrations.github]",
      'login = "octocat"',
      'secret = "env:GITHUB_WEBHOOK_SECRET"',
    ].join("\n");
    await using home = await startPorter({ config });
    expect(await health(home.url)).toEqual({ status: "degraded" });
    expect(home.stderr()).toContain("GITHUB_WEBHOOK_SECRET");
    const { items } = await home.client.integrations.list.query();
    expect(items.find(({ id }) => id === "github")?.state).toBe("needs_config");
    expect(items.find(({ id }) => id === "tasks")?.state).toBe("ok");
    const repairs = await home.client.integrations.repairs.query();
    expect(repairs.items).toMatchObject([{ id: "github:config", integrationId: "github" }]);
    expect(JSON.stringify(repairs.items)).toContain("GITHUB_WEBHOOK_SECRET");
    const { warnings } = await home.client.system.status.query();
    expect(warnings.map(({ subject }) => subject)).toEqual(["integrations.github:config"]);
    // Switched off, it lacks nothing.
    await home.client.integrations.setEnabled.mutate({ integrationId: "github", enabled: false });
    expect(await health(home.url)).toEqual({ status: "ok" });
    expect(await home.stop()).toBe(0);
  });

  test("finds what the owner has decided, and the key of the vault is for its owner alone", async () => {
    using home = scratchDir("home");
    const config = "[integrations]\nenabled = []";
    {
      await using porter = await startPorter({ home: home.path, config });
      const { client, dataDir } = porter;
      expect(statSync(join(dataDir, "vault.key")).mode & 0o777).toBe(0o600);
      const { state } = await client.integrations.setEnabled.mutate({
        integrationId: "tasks",
        enabled: true,
      });
      expect(["starting", "ok"]).toContain(state);
    }
    await using porter = await startPorter({ home: home.path, config });
    const { state } = await porter.client.integrations.get.query({ integrationId: "tasks" });
    expect(["starting", "ok"]).toContain(state);
    const { items } = await porter.client.integrations.history.query({ integrationId: "tasks" });
    expect(items.some(({ actor, kind }) => actor === "owner" && kind === "changed")).toBe(true);
  });

  test("with a key of the vault that is none ends, and does not repeat it", async () => {
    const { code, stderr } = await startAndFail({ env: { PORTER_VAULT_KEY: "hunter2" } });
    expect(code).toBe(1);
    expect(stderr).toContain("PORTER_VAULT_KEY");
    expect(stderr).not.toContain("hunter2");
  });
});

describe("a reload", () => {
  const github = (more: string) =>
    `[integrations]\nenabled = ["tasks", "github"]\n[integrations.github]\n${more}`;

  test("takes what the file says by now; a slip in it changes nothing", async () => {
    await using porter = await startPorter({
      config: github('login = "octocat"'),
      env: { GITHUB_SECRET: "0123456789abcdef" },
    });
    const { integrations } = porter.client;
    const reload = () => integrations.reload.mutate({ integrationId: "github" });
    const path = join(porter.home, "porter.toml");
    const { items } = await integrations.repairs.query();
    expect(items).toMatchObject([{ id: "github:config", button: "reload" }]);

    await Bun.write(path, github('login = "octocat"\nsecrt = "x"'));
    const error = await reload().catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "INVALID" });
    expect(String(error)).toContain("porter.toml:5: integrations.github.secrt: is not a known key");

    await Bun.write(path, github('login = "octocat"\nsecret = "env:GITHUB_SECRET"'));
    await reload();
    expect(await integrations.repairs.query()).toEqual({ items: [] });
    expect((await integrations.get.query({ integrationId: "github" })).webhook?.hasSecret).toBe(true);
    expect(await health(porter.url)).toEqual({ status: "ok" });
  });
});

describe("over the router", () => {
  test("errors have the shape of all errors, and an action runs", async () => {
    await using porter = await startPorter({ config: '[integrations]\nenabled = ["tasks"]' });
    const { integrations } = porter.client;
    const fails = (params: Record<string, unknown>, action = "create", integrationId = "tasks") =>
      integrations.run.mutate({ integrationId, action, params }).then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(await fails({}, "create", "nothing")).toMatchObject({ code: "NOT_FOUND" });
    expect(await fails({}, "explode")).toMatchObject({ code: "NOT_FOUND" });
    expect(await fails({ title: 5 })).toMatchObject({ code: "INVALID" });
    await integrations.run.mutate({
      integrationId: "tasks",
      action: "create",
      params: { title: "From a script" },
    });
    const { items } = await porter.client.tasks.list.query({});
    expect(items).toMatchObject([{ title: "From a script", createdBy: "owner" }]);
    const [ran] = (await integrations.history.query({ integrationId: "tasks" })).items;
    expect(ran).toMatchObject({ kind: "ran", what: "create", actor: "owner", error: null });
  });
});
