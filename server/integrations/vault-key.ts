import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { touchPrivate } from "../db/instance.ts";
import { StartError } from "../errors.ts";

const KEY_BYTES = 32;

/**
 * The keys of the vault: the first seals, each opens. There is more than one only while a rotation is under way
 * (`vault-rotation.ts`).
 */
export type VaultKeys = {
  all: () => readonly [Buffer, ...Buffer[]];
  /** Replaces them, on the disk first; undefined when they come from the environment, which is not Porter's to change. */
  save: ((keys: readonly [Buffer, ...Buffer[]]) => void) | undefined;
};

export const makeVaultKey = (): Buffer => randomBytes(KEY_BYTES);

/**
 * Those given (base64, with a comma between two), else those of `<dataDir>/vault.key`. One is made at the first start
 * and never replaced by itself, because everything in the vault would be lost.
 * @throws StartError for what is not a key; it does not quote it
 */
export function loadVaultKeys(dataDir: string, given?: string): VaultKeys {
  if (given !== undefined) {
    const keys = parse(given, "PORTER_VAULT_KEY");
    return { all: () => keys, save: undefined };
  }
  const path = join(dataDir, "vault.key");
  touchPrivate(path);
  const text = readFileSync(path, "utf8");
  let keys: readonly [Buffer, ...Buffer[]];
  const save = (fresh: typeof keys): void => {
    replaceFile(path, fresh.map((key) => `${key.toString("base64")}\n`).join(""));
    keys = fresh;
  };
  if (text.trim() === "") save([makeVaultKey()]);
  else keys = parse(text, path);
  return { all: () => keys, save };
}

/** After a crash at any line the file is the old one or the new one, whole. */
function replaceFile(path: string, content: string): void {
  const fresh = `${path}.new`;
  touchPrivate(fresh);
  writeFileSync(fresh, content);
  flush(fresh);
  renameSync(fresh, path);
  flush(dirname(path)); // A name is on the disk only when its folder is.
}

function flush(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function parse(text: string, from: string): [Buffer, ...Buffer[]] {
  const [first, ...others] = text
    .trim()
    .split(/[\s,]+/)
    .map((word) => parseKey(word, from));
  if (!first) throw notAKey(from);
  return [first, ...others];
}

function parseKey(text: string, from: string): Buffer {
  const key = Buffer.from(text, "base64");
  // Buffer skips what is not base64; only what comes out again as it went in was a key.
  if (key.length === KEY_BYTES && key.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, ""))
    return key;
  throw notAKey(from);
}

const notAKey = (from: string): StartError =>
  new StartError(
    `${from} does not hold a key for the vault: ${KEY_BYTES} bytes in base64. With another key the credentials in the database cannot be opened.`,
  );
