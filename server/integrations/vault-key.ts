import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { touchPrivate } from "../db/instance.ts";
import { StartError } from "../errors.ts";

const KEY_BYTES = 32;

/**
 * The key of the vault: the one given (base64), else from `<dataDir>/vault.key`, made at the first start and never
 * replaced by itself, because everything in the vault would be lost.
 * @throws StartError for what is not a key; it does not quote it
 */
export function loadVaultKey(dataDir: string, given?: string): Buffer {
  if (given !== undefined) return parse(given, "PORTER_VAULT_KEY");
  const path = join(dataDir, "vault.key");
  touchPrivate(path);
  const text = readFileSync(path, "utf8").trim();
  if (text !== "") return parse(text, path);
  const made = randomBytes(KEY_BYTES);
  writeFileSync(path, `${made.toString("base64")}\n`);
  return made;
}

function parse(text: string, from: string): Buffer {
  const key = Buffer.from(text, "base64");
  // Buffer skips what is not base64; only what comes out again as it went in was a key.
  if (key.length === KEY_BYTES && key.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, ""))
    return key;
  throw new StartError(
    `${from} does not hold a key for the vault: ${KEY_BYTES} bytes in base64. With another key the credentials in the database cannot be opened.`,
  );
}
