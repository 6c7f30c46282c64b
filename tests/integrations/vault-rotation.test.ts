import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createIntegrationStore } from "../../server/integrations/store.ts";
import { loadVaultKeys } from "../../server/integrations/vault-key.ts";
import { createVault } from "../../server/integrations/vault.ts";
import { openScratchDatabase } from "../support/database.ts";
import { openIntegrations } from "../support/integrations.ts";
import { porterCommand } from "../cli/command.ts";
import { startPorter } from "../support/server.ts";

const SECRETS = { github: "gh-secret", calendar: "refresh-token", tasks: "whsec" };
const KEY = "token";

/** A data folder with three secrets in its vault. */
function openFilled() {
  const scratch = openScratchDatabase();
  const store = createIntegrationStore(scratch.db);
  const open = () => createVault({ store, keys: loadVaultKeys(scratch.dataDir) });
  for (const [id, secret] of Object.entries(SECRETS)) open().set(id, KEY, secret);
  const path = join(scratch.dataDir, "vault.key");
  const lines = () => readFileSync(path, "utf8").trim().split("\n");
  return { ...scratch, store, open, path, lines };
}

const readAll = (vault: ReturnType<typeof createVault>) =>
  Object.fromEntries(Object.keys(SECRETS).map((id) => [id, vault.get(id, KEY)]));

describe("a new key for the vault", () => {
  test("opens everything, and the old one nothing any more", async () => {
    using home = openFilled();
    const [old = ""] = home.lines();
    await using room = openIntegrations({ definitions: [], database: home });
    expect(room.integrations.rotateVaultKey()).toEqual({ keyFrom: "file", sealed: 3, unopened: 0 });
    expect(home.lines()).toHaveLength(1);
    expect(home.lines()).not.toEqual([old]);
    expect(statSync(home.path).mode & 0o777).toBe(0o600);
    expect(readAll(room.vault)).toEqual(SECRETS); // In the process that goes on …
    expect(readAll(home.open())).toEqual(SECRETS); // … and in the next one.
    const before = createVault({ store: home.store, keys: loadVaultKeys(home.dataDir, old) });
    expect(() => before.get("github", KEY)).toThrow("cannot be opened");
  });

  test("leaves what no key opens as it is, and says how much that is", async () => {
    using home = openFilled();
    home.store.saveSealed("lost", KEY, "v1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA");
    await using room = openIntegrations({ definitions: [], database: home });
    expect(room.integrations.rotateVaultKey()).toEqual({ keyFrom: "file", sealed: 3, unopened: 1 });
    expect(home.store.findSealed("lost", KEY)).toStartWith("v1.AAAAAAAAAAAAAAAA.");
    expect(readAll(room.vault)).toEqual(SECRETS);
  });

  // The first write of the file, three rows, the second write, and the end.
  for (const step of [0, 1, 2, 3, 4, 5])
    test(`survives kill -9 before step ${step}: all opens, and the next start ends what was begun`, async () => {
      using home = openFilled();
      const [old = ""] = home.lines();
      const script = join(import.meta.dir, "vault-killed.ts");
      const child = Bun.spawn([process.execPath, script, home.dataDir, String(step)], {
        stdout: "ignore",
        stderr: "inherit",
      });
      await child.exited;
      expect(child.signalCode).toBe("SIGKILL");
      const isUnderWay = step > 0 && step < 5;
      expect(home.lines()).toHaveLength(isUnderWay ? 2 : 1);
      expect(readAll(home.open())).toEqual(SECRETS);

      await using room = openIntegrations({ definitions: [], database: home });
      expect(readAll(room.vault)).toEqual(SECRETS);
      expect(home.lines()).toHaveLength(1);
      expect(home.lines().includes(old)).toBe(step === 0);
      const [only] = home.lines();
      const alone = createVault({ store: home.store, keys: loadVaultKeys(home.dataDir, only) });
      expect(readAll(alone)).toEqual(SECRETS);
    });

  test("is not made when the key comes from the environment; two keys there do it at a start", async () => {
    using home = openFilled();
    const [old = ""] = home.lines();
    writeFileSync(home.path, "");
    const fresh = randomBytes(32).toString("base64");
    {
      await using room = openIntegrations({ definitions: [], database: home, vaultKey: old });
      expect(room.integrations.rotateVaultKey()).toEqual({ keyFrom: "environment" });
      expect(readAll(room.vault)).toEqual(SECRETS);
    }
    {
      await using room = openIntegrations({ definitions: [], database: home, vaultKey: `${fresh},${old}` });
      expect(readAll(room.vault)).toEqual(SECRETS);
      const said = JSON.stringify(room.logged);
      expect(said).toContain("Only the first is needed");
      expect(said).not.toContain(fresh);
    }
    await using room = openIntegrations({ definitions: [], database: home, vaultKey: fresh });
    expect(readAll(room.vault)).toEqual(SECRETS);
    expect(room.logged).toEqual([]);
  });
});

describe("bun porter vault rotate", () => {
  test("does it while Porter runs, and a start after kill -9 opens what was sealed", async () => {
    await using first = await startPorter();
    const { home, dataDir } = first;
    const { secret } = await first.client.integrations.rotateSecret.mutate({ integrationId: "tasks" });
    const key = () => readFileSync(join(dataDir, "vault.key"), "utf8");
    const before = key();
    const env = { PORTER_DATA_DIR: dataDir, PORTER_API_URL: first.url };
    const { stdout, code } = await porterCommand(["vault", "rotate"], env);
    expect({ stdout, code }).toEqual({
      stdout: "The vault has a new key. Secrets sealed with it: 1.\n",
      code: 0,
    });
    expect(key()).not.toBe(before);
    expect(key()).not.toContain(before.trim());
    await first.kill();

    await using second = await startPorter({ home });
    const view = await second.client.integrations.get.query({ integrationId: "tasks" });
    expect(view.webhook?.hasSecret).toBe(true);
    expect(second.stderr() + stdout).not.toContain(secret);
  });

  test("says what to do when the key comes from the environment, and how it is called", async () => {
    const given = randomBytes(32).toString("base64");
    await using porter = await startPorter({ env: { PORTER_VAULT_KEY: given } });
    const env = { PORTER_DATA_DIR: porter.dataDir, PORTER_API_URL: porter.url };
    const { stdout, stderr, code } = await porterCommand(["vault", "rotate"], env);
    expect(code).toBe(1);
    expect(Buffer.from(stdout.trim(), "base64")).toHaveLength(32);
    expect(stderr).toContain(
      "Set PORTER_VAULT_KEY to the new key below, a comma, and the key that it holds now.",
    );
    expect(stdout + stderr).not.toContain(given);
    expect((await porterCommand(["vault"], env)).code).toBe(2);
  });
});
