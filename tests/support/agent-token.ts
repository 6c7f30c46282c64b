import { createAuth } from "../../server/auth/service.ts";
import { openDatabase } from "../../server/db/open.ts";
import { MIGRATIONS } from "./database.ts";
import type { Porter } from "./server.ts";

/**
 * A token as the server gives one to an agent's MCP server, for a session that need not run. It is made on the
 * running server's own database, before that has given out one of its own (a new `Auth` voids those).
 */
export function issueAgentToken(porter: Pick<Porter, "dataDir">, sessionId: string): string {
  const { db, close } = openDatabase({ dataDir: porter.dataDir, migrations: MIGRATIONS });
  try {
    return createAuth({ db, ownerToken: "not the owner's" }).issueSessionToken(sessionId);
  } finally {
    close();
  }
}

/** The configuration of a server whose agents end at once: sessions can be made without the Claude CLI. */
export const NO_CLAUDE = 'agents.command = "/bin/false"';
