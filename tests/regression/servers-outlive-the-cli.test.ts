import { expect, test } from "bun:test";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { createMcpBridge } from "../../server/agents/runner/mcp-bridge.ts";

test("a CLI that ends before its MCP server has answered leaves no failure that nobody waits for", async () => {
  const environment = { PATH: process.env.PATH ?? "" };
  const server = { command: "sh", args: ["-c", "cat > /dev/null"] };
  const bridge = createMcpBridge("silent", Bun.randomUUIDv7(), { server, cwd: "/", environment });
  const { promise: told, resolve } = Promise.withResolvers<JSONRPCMessage>();
  const transport = {
    onmessage: (_message: JSONRPCMessage): void => undefined,
    start: async () => undefined,
    close: async () => undefined,
    async send(message: JSONRPCMessage): Promise<void> {
      resolve(message);
      throw new Error("Transport is closed");
    },
  };
  await bridge.config.instance.connect(transport);
  transport.onmessage({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  bridge.end();
  expect(await told).toMatchObject({ id: 1, error: { message: expect.stringContaining("ended before") } });
  // A rejection that nobody handles fails the test that is running when it is found.
  await new Promise((done) => setImmediate(done));
});
