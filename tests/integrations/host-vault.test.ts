import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadVaultKeys } from "../../server/integrations/vault-key.ts";
import { createVault } from "../../server/integrations/vault.ts";
import { scratchDir } from "../support/server.ts";

function openVault(key = randomBytes(32), rows = new Map<string, string>()) {
  const at = (id: string, name: string) => `${id}\n${name}`;
  const store = {
    findSealed: (id: string, name: string) => rows.get(at(id, name)),
    saveSealed: (id: string, name: string, sealed: string) => void rows.set(at(id, name), sealed),
    removeSealed: (id: string, name: string) => void rows.delete(at(id, name)),
    changeSealed: () => undefined,
  };
  const keys: [Buffer, ...Buffer[]] = [key];
  return { vault: createVault({ store, keys: { all: () => keys } }), rows, key };
}

describe("the vault", () => {
  test("gives back what it was given, and stores nothing of it in the clear", () => {
    const { vault, rows } = openVault();
    for (const secret of ["", "refresh-token-äöü-🔑", "x".repeat(10_000)]) {
      vault.set("calendar", "token", secret);
      expect(vault.get("calendar", "token")).toBe(secret);
      const [sealed = ""] = rows.values();
      expect(sealed).toMatch(/^v1\.[\w-]{16}\.[\w-]+$/);
      if (secret !== "")
        expect(Buffer.from(sealed.split(".")[2] ?? "", "base64url").includes(secret)).toBe(false);
    }
    vault.remove("calendar", "token");
    expect(vault.get("calendar", "token")).toBeUndefined();
  });

  test("seals the same secret differently each time", () => {
    const { vault, rows } = openVault();
    const seen = new Set<string>();
    for (let n = 0; n < 100; n += 1) {
      vault.set("calendar", "token", "same");
      seen.add([...rows.values()].join(""));
    }
    expect(seen.size).toBe(100);
  });

  test("does not open what was changed in any of its bytes, or cut", () => {
    const { vault, rows } = openVault();
    vault.set("calendar", "token", "a-secret");
    const [[place, sealed] = ["", ""]] = rows;
    const [version = "", nonce = "", body = ""] = sealed.split(".");
    const flips = (text: string) => {
      const bytes = Buffer.from(text, "base64url");
      return [...bytes.keys()].map((index) => {
        const copy = Buffer.from(bytes);
        copy[index] = (copy[index] ?? 0) ^ 1;
        return copy.toString("base64url");
      });
    };
    const changed = [
      ...flips(nonce).map((other) => `${version}.${other}.${body}`),
      ...flips(body).map((other) => `${version}.${nonce}.${other}`),
      `v2.${nonce}.${body}`,
      `${version}.${nonce}`,
      `${version}.${nonce}.`,
      `${version}.${nonce}.${body.slice(0, 8)}`,
      `${version}..${body}`,
      "",
    ];
    for (const text of changed) {
      rows.set(place, text);
      expect(() => vault.get("calendar", "token")).toThrow("cannot be opened");
    }
    rows.set(place, sealed);
    expect(vault.get("calendar", "token")).toBe("a-secret");
  });

  test("does not open what was moved to another key or another integration", () => {
    const { vault, rows } = openVault();
    vault.set("calendar", "token", "a-secret");
    const [sealed = ""] = rows.values();
    rows.set("calendar\nother", sealed);
    rows.set("github\ntoken", sealed);
    expect(() => vault.get("calendar", "other")).toThrow("cannot be opened");
    expect(() => vault.get("github", "token")).toThrow("cannot be opened");
  });

  test("does not open with another key, and does not say what it was given", () => {
    const { vault, rows } = openVault();
    vault.set("calendar", "token", "a-secret");
    const other = openVault(randomBytes(32), rows).vault;
    try {
      other.get("calendar", "token");
      throw new Error("It opened.");
    } catch (error) {
      expect(error).toMatchObject({ code: "UNAVAILABLE" });
      expect(String(error)).not.toContain([...rows.values()][0] ?? "");
    }
  });
});

describe("the key of the vault", () => {
  test("is made once, for its owner's eyes alone", () => {
    using folder = scratchDir("vault");
    const keys = loadVaultKeys(folder.path).all();
    expect(keys.map(({ length }) => length)).toEqual([32]);
    expect(loadVaultKeys(folder.path).all()).toEqual(keys);
    expect(statSync(join(folder.path, "vault.key")).mode & 0o777).toBe(0o600);
  });

  test("that is given is taken, and none is made", () => {
    using folder = scratchDir("vault");
    const given = randomBytes(32);
    expect(loadVaultKeys(folder.path, given.toString("base64")).all()).toEqual([given]);
    expect(() => readFileSync(join(folder.path, "vault.key"))).toThrow();
  });

  for (const wrong of [
    "hunter2",
    "A".repeat(42),
    `${"A".repeat(43)}!=`,
    randomBytes(33).toString("base64"),
  ]) {
    test(`that is none is refused and not repeated: ${wrong.length} characters`, () => {
      using folder = scratchDir("vault");
      const path = join(folder.path, "vault.key");
      writeFileSync(path, wrong);
      for (const load of [() => loadVaultKeys(folder.path), () => loadVaultKeys("/nowhere", wrong)])
        expect(load).toThrow(/^(?!.*hunter2).*32 bytes in base64/);
      expect(readFileSync(path, "utf8")).toBe(wrong);
    });
  }
});
