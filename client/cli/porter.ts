import type { PorterClient } from "../sdk/client.ts";
import { resolveConnection } from "./connection.ts";

/**
 * Porter, where the environment says that it is.
 * @param retryFor how long a call waits for a Porter that is away, in ms. A person is told at once.
 * @throws CliError UNAUTHORIZED without a token
 */
export async function connect(retryFor = 0): Promise<PorterClient> {
  const connection = resolveConnection(process.env);
  // Only here: a command that needs no server, and the help, do not wait for it to load.
  const { createPorterClient } = await import("../sdk/client.ts");
  return createPorterClient({ ...connection, retryFor });
}
