import { setTimeout as pause } from "node:timers/promises";
import type { PorterClient } from "../sdk/client.ts";
import { resolveConnection, type Connection } from "./connection.ts";
import { failureOf } from "./failure.ts";

/** So often is looked whether a Porter that starts has written down where it serves, in ms. */
const LOOK_AGAIN = 200;

/**
 * Porter, where the environment says that it is.
 * @param retryFor how long a call waits for a Porter that is away, in ms. A person is told at once.
 * @throws CliError as resolveConnection says
 */
export async function connect(
  retryFor = 0,
  env: Record<string, string | undefined> = process.env,
): Promise<PorterClient> {
  const connection = await resolveWithin(retryFor, env);
  // Only here: a command that needs no server, and the help, do not wait for it to load.
  const { createPorterClient } = await import("../sdk/client.ts");
  return createPorterClient({ ...connection, retryFor });
}

async function resolveWithin(patience: number, env: Record<string, string | undefined>): Promise<Connection> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return resolveConnection(env);
    } catch (error) {
      if (failureOf(error).code !== "UNAVAILABLE" || performance.now() >= end) throw error;
    }
    await pause(LOOK_AGAIN);
  }
}
