import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

/** An MCP server as a user's configuration names one: a tool, and nothing more. */
const server = new McpServer({ name: "clock", version: "1" });
server.registerTool("what_time", { description: "Tells the time." }, () => ({
  content: [{ type: "text" as const, text: "noon" }],
}));
await server.connect(new StdioServerTransport());
