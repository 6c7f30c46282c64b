import { Database } from "bun:sqlite";
import { join } from "node:path";
import { hashSecret, makeSecret } from "../../server/auth/secret.ts";
import type { TokenScope } from "../../shared/token.ts";
import type { Porter } from "./server.ts";

type Credential =
  | { kind: "browser" }
  | { kind: "session"; sessionId: string }
  | { kind: "token"; scope: TokenScope };

const HOUR = 3_600_000;

/** The database of a running server, beside it. */
export function openBeside(porter: Pick<Porter, "dataDir">): Database {
  const database = new Database(join(porter.dataDir, "porter.db"));
  database.run("PRAGMA busy_timeout = 5000");
  return database;
}

/** A credential as the server itself would have given it out. @param expiresIn in ms; negative: it was good once */
export function issueCredential(
  porter: Pick<Porter, "dataDir">,
  credential: Credential,
  expiresIn = HOUR,
): string {
  using database = openBeside(porter);
  const secret = makeSecret();
  const sessionId = "sessionId" in credential ? credential.sessionId : null;
  const named =
    credential.kind === "token" ? { ...credential, id: Bun.randomUUIDv7(), name: "Issued" } : undefined;
  database.run(
    "INSERT INTO credentials (hash, kind, session_id, id, name, scope, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [
      hashSecret(secret),
      credential.kind,
      sessionId,
      named?.id ?? null,
      named?.name ?? null,
      named?.scope ?? null,
      Date.now() - HOUR,
      Date.now() + expiresIn,
    ],
  );
  return secret;
}
