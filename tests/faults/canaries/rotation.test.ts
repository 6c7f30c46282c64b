import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createIntegrationStore } from "../../../server/integrations/store.ts";
import { loadVaultKeys } from "../../../server/integrations/vault-key.ts";
import { createVaultRotation } from "../../../server/integrations/vault-rotation.ts";
import { createVault } from "../../../server/integrations/vault.ts";
import { openScratchDatabase } from "../../support/database.ts";
import { figure } from "../../support/figures.ts";

const SECRETS = 200;

test("what the old key of the vault could open stands in no page, free page or WAL after a rotation", () => {
  using scratch = openScratchDatabase();
  const store = createIntegrationStore(scratch.db);
  const keys = loadVaultKeys(scratch.dataDir);
  const vault = createVault({ store, keys });
  const sealed: string[] = [];
  const note = (id: string) => sealed.push(store.findSealed("calendar", id) ?? "");
  for (let i = 0; i < SECRETS; i++) {
    const id = `token-${i}`;
    vault.set("calendar", id, "s".repeat(1 + i * 20)); // Of every length: also beyond a page.
    note(id);
    if (i % 2 === 0) vault.set("calendar", id, "shorter");
    if (i % 2 === 0) note(id);
    if (i % 3 === 0) vault.remove("calendar", id);
  }
  createVaultRotation({ vault, keys }).rotate();
  const files = readdirSync(scratch.dataDir)
    .filter((name) => name.startsWith("porter.db"))
    .map((name) => readFileSync(join(scratch.dataDir, name), "latin1"));
  expect(files.some((text) => text.includes("token-1"))).toBe(true);
  // A piece of each: what is longer than a page is cut where the page ends.
  const left = sealed.filter((text) => files.some((file) => file.includes(text.slice(-30))));
  expect(left).toEqual([]);
  figure("canaries", "sealed texts that a rotation left in pages, free pages or WAL", left.length);
});
