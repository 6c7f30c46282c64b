import { createPorterClient } from "../client/sdk/client.ts";
import { serveStdio } from "./stdio.ts";

/** Porter's MCP server over stdio: `PORTER_API_URL=… PORTER_TOKEN=… bun mcp/main.ts`. Stdout carries JSON-RPC alone. */
async function main(): Promise<void> {
  try {
    await serveStdio(createPorterClient());
  } catch (error) {
    process.stderr.write(`porter mcp: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

void main();
