import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { touchPrivate } from "../db/instance.ts";
import { StartError } from "../errors.ts";
import { makeSecret } from "./secret.ts";

/** The owner's token: from the environment, else from `<dataDir>/token`, which is made at the first start. */
export function loadOwnerToken(dataDir: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment) return fromEnvironment;
  const path = join(dataDir, "token");
  touchPrivate(path);
  const kept = readFileSync(path, "utf8").trim();
  if (kept.length >= 32) return kept;
  if (kept !== "")
    throw new StartError(
      `${path} holds a token of fewer than 32 characters. Delete the file to have one made.`,
    );
  const made = makeSecret();
  writeFileSync(path, `${made}\n`);
  return made;
}
