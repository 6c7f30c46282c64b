import { afterEach, expect, jest, test } from "bun:test";
import { createMcpSessions, type McpCaller } from "../../mcp/http.ts";
import { appRouter } from "../../server/trpc/router.ts";

const HOUR = 3_600_000;
const URL = "http://127.0.0.1/mcp";
const PARAMS = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "raw", version: "1" },
};

/** Whose calls all fail: only its sessions matter here. */
const caller: McpCaller = {
  credential: "one",
  isAgent: false,
  isLetIn: () => true,
  connect: () => ({ router: appRouter, createContext: () => Promise.reject(new Error("Nobody calls.")) }),
};

afterEach(() => jest.useRealTimers());

test("a session that was listened to for hours is there for a while when its stream breaks", async () => {
  jest.useFakeTimers();
  const stopping = new AbortController();
  const sessions = createMcpSessions(stopping.signal);
  const begun = await sessions.handle(
    new Request(URL, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: PARAMS }),
    }),
    caller,
  );
  const headers = {
    accept: "text/event-stream",
    "mcp-session-id": begun.headers.get("mcp-session-id") ?? "",
  };
  const listen = () => sessions.handle(new Request(URL, { headers }), caller);
  const stream = await listen();
  jest.advanceTimersByTime(2 * HOUR);
  await stream.body?.cancel();
  jest.advanceTimersByTime(HOUR / 60);
  const again = await listen();
  expect(again.status).toBe(200);
  await again.body?.cancel();
  jest.advanceTimersByTime(HOUR);
  expect((await listen()).status).toBe(404);
  stopping.abort();
});
