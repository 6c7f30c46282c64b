import { createPorterClient } from "../../sdk/client.ts";
import type { Connection } from "../connection.ts";

export async function mcp(connection: Connection): Promise<void> {
  // Only here, because the MCP SDK costs every other command 80 ms.
  const { serveStdio } = await import("../../../mcp/stdio.ts");
  await serveStdio(createPorterClient(connection));
}
