import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isLoopback } from "../../shared/loopback.ts";
import { CliError } from "./failure.ts";

/** The folder of the checkout; a relative PORTER_DATA_DIR starts here, as it does for the server. */
const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

const DEFAULT_URL = "http://127.0.0.1:3101";
const Instance = z.object({ origin: z.string().optional() });

export type Connection = { url: string; token: string };

/**
 * Where Porter serves, and a token for it: PORTER_TOKEN, or for a Porter on this machine the owner's token in the
 * data folder. That one is sent to no other machine.
 * @throws CliError INVALID for an address that is none, UNAUTHORIZED that says what is missing
 */
export function resolveConnection(env: Record<string, string | undefined>): Connection {
  const dataDir = resolve(PROJECT_ROOT, env["PORTER_DATA_DIR"] || "data");
  const url = env["PORTER_API_URL"] || originOf(dataDir) || DEFAULT_URL;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new CliError("INVALID", `PORTER_API_URL must look like ${DEFAULT_URL}, not "${url}".`);
  const given = env["PORTER_TOKEN"]?.trim();
  if (given) return { url, token: requireOneWord(given) };
  if (!isLoopback(new URL(url).hostname)) {
    throw new CliError(
      "UNAUTHORIZED",
      `No token: ${url} is not this machine, so PORTER_TOKEN must hold the token of the Porter there.`,
    );
  }
  return { url, token: readToken(dataDir) };
}

/** A header can hold nothing else; what it holds instead is told to nobody. */
function requireOneWord(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CliError(
    "UNAUTHORIZED",
    "PORTER_TOKEN is no token: it holds more than one word of plain characters.",
  );
}

/** Where the Porter of this data folder serves, as it wrote down at its start. */
function originOf(dataDir: string): string | undefined {
  try {
    return Instance.parse(JSON.parse(readFileSync(join(dataDir, "instance.json"), "utf8"))).origin;
  } catch {
    return undefined; // No Porter has been started on it.
  }
}

function readToken(dataDir: string): string {
  const path = join(dataDir, "token");
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw new CliError(
      "UNAUTHORIZED",
      `No token: PORTER_TOKEN is not set and ${path} cannot be read. Start Porter once, or name its data folder in PORTER_DATA_DIR.`,
      { cause },
    );
  }
}
