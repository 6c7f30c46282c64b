import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { PorterClient } from "../client/sdk/client.ts";
import { createMcpServer } from "./server.ts";

/** For calls that are under way when the host closes stdin, in ms. */
const LAST_CALLS_LIMIT = 5_000;

/**
 * Serves until the host closes stdin. What is under way then is finished, because Porter does it anyway; the process
 * ends by itself when nothing is left.
 */
export async function serveStdio(client: PorterClient): Promise<void> {
  process.stdin.once("end", () => void setTimeout(() => process.exit(0), LAST_CALLS_LIMIT).unref());
  process.stdout.on("error", () => process.exit(0)); // Nobody reads any more.
  await createMcpServer(client).connect(new StdioServerTransport());
}
