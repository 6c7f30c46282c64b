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
 * data folder. That one is sent to no other machine, and to an address that nobody named only where the Porter of the
 * folder serves: at the default one, another person's may answer.
 * @throws CliError INVALID for an address that is none, UNAUTHORIZED that says what is missing, UNREACHABLE where no
 *   Porter was started, UNAVAILABLE while one starts
 */
export function resolveConnection(env: Record<string, string | undefined>): Connection {
  const dataDir = resolve(PROJECT_ROOT, env["PORTER_DATA_DIR"] || "data");
  const given = env["PORTER_TOKEN"]?.trim();
  const url = env["PORTER_API_URL"] || originOf(dataDir) || (given ? DEFAULT_URL : undefined);
  if (url === undefined)
    throw new CliError(
      "UNREACHABLE",
      `No Porter: ${dataDir} does not say where one serves. Start it with bun start, or name yours in PORTER_DATA_DIR or PORTER_API_URL.`,
    );
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw new CliError("INVALID", `PORTER_API_URL must look like ${DEFAULT_URL}, not "${url}".`);
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

/** Where the Porter of this data folder serves, as it wrote down at its start; undefined where none was started. */
function originOf(dataDir: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, "instance.json"), "utf8");
  } catch {
    return undefined;
  }
  const origin = readOrigin(text);
  if (origin !== undefined) return origin;
  throw new CliError(
    "UNAVAILABLE",
    `Porter is starting: ${dataDir} does not say yet where it serves. Try again in a moment, or set PORTER_API_URL.`,
  );
}

function readOrigin(text: string): string | undefined {
  try {
    return Instance.parse(JSON.parse(text)).origin;
  } catch {
    return undefined; // It is being written.
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
