import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { touchPrivate } from "../db/instance.ts";
import { StartError } from "../errors.ts";
import { makeSecret, TOKEN_PREFIX } from "./secret.ts";

/** The owner's token: from the environment, else from `<dataDir>/token`, which is made at the first start. */
export function loadOwnerToken(dataDir: string, fromEnvironment: string | undefined): string {
  // Whatever a named token may do, its holder would be the owner from here on.
  if (fromEnvironment?.startsWith(TOKEN_PREFIX))
    throw new StartError(
      "PORTER_TOKEN holds a named token, which is for scripts and other programs. Unset it where Porter itself is started.",
    );
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
