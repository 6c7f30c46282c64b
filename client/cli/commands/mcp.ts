import { parseArgs } from "node:util";
import type { Command } from "../command.ts";

export const mcp: Command["run"] = async (args, connect) => {
  parseArgs({ args });
  const client = connect();
  // Only here, because the MCP SDK costs every other command 80 ms.
  const { serveStdio } = await import("../../../mcp/stdio.ts");
  await serveStdio(client);
  return 0;
};
