import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import type { McpSdkServerConfigWithInstance, McpStdioServerConfig } from "@anthropic-ai/claude-agent-sdk";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, JSONRPCRequest, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { markerOf } from "./process-group.ts";

/** Of the codes that JSON-RPC leaves to servers (JSON-RPC 2.0, section 5.1). */
const SERVER_ENDED = -32_000;

export type McpBridge = ReturnType<typeof createMcpBridge>;

/** What a server is started with. */
type Start = { server: McpStdioServerConfig; cwd: string; environment: Record<string, string> };

/**
 * An MCP server over stdio that is started beside the CLI, at the same time, instead of by it: the first prompt waits
 * for the slower of the two, not for one after the other. One that has ended is started again for the next message;
 * calls that were under way then fail, in words. It goes with all that carries the marker.
 */
export function createMcpBridge(name: string, runId: string, first: Start) {
  let start = first;
  let child: ChildProcessWithoutNullStreams | undefined;
  let cli: Transport | undefined;
  let introduction: JSONRPCRequest | undefined;
  /** What waits until a server that was started again has answered the introduction; undefined when nothing has to. */
  let held: JSONRPCMessage[] | undefined;
  /** Requests of the CLI that are not answered yet, with their methods. */
  const open = new Map<RequestId, string>();
  let isOver = false;

  const toServer = (message: JSONRPCMessage): void => void child?.stdin.write(`${JSON.stringify(message)}\n`);
  // What cannot be told to a CLI that has ended is told to nobody.
  const toCli = (message: JSONRPCMessage): void => void cli?.send(message).catch(() => undefined);

  function launch(): void {
    const { server, cwd, environment } = start;
    let started: ChildProcessWithoutNullStreams;
    try {
      started = spawn(server.command, server.args ?? [], {
        cwd,
        env: { ...environment, ...server.env, ...markerOf(runId) },
      });
    } catch {
      return failOpen(); // Where spawn throws what elsewhere is an event.
    }
    child = started;
    started.stderr.resume(); // Unread, a full pipe would stop it.
    started.stdin.on("error", () => undefined); // It has ended, and that is told below.
    createInterface({ input: started.stdout }).on("line", (line) => {
      if (child === started) receive(line);
    });
    const forget = () => {
      if (child !== started) return;
      child = undefined;
      failOpen();
    };
    started.once("error", forget);
    started.once("close", forget);
    if (!introduction) return;
    held = [];
    toServer(introduction);
  }

  function failOpen(): void {
    held = undefined;
    const failed = [...open.keys()];
    open.clear();
    const message = `The MCP server "${name}" ended before it answered. What it was asked to do may be done or not: look before you ask again.`;
    for (const id of failed) toCli({ jsonrpc: "2.0", id, error: { code: SERVER_ENDED, message } });
  }

  function receive(line: string): void {
    let message: JSONRPCMessage;
    try {
      message = JSON.parse(line) as JSONRPCMessage; // The CLI checks it by its schema.
    } catch {
      return; // Nothing else may stand there (MCP, Transports, stdio), and hosts pass over it.
    }
    const answers = "method" in message ? undefined : message.id;
    if (answers === undefined) return toCli(message);
    const asked = open.get(answers);
    if (open.delete(answers)) return toCli(asked === "tools/list" ? inPrompt(message) : message);
    if (!held || answers !== introduction?.id) return; // Who asked was told already that it failed.
    const waiting = held;
    held = undefined;
    toServer({ jsonrpc: "2.0", method: "notifications/initialized" });
    waiting.forEach(toServer);
  }

  function send(message: JSONRPCMessage): void {
    if (isOver) return;
    const request = "method" in message && "id" in message ? message : undefined;
    if (request) open.set(request.id, request.method);
    if (!child) launch();
    if (request?.method === "initialize") introduction = request;
    if (held) held.push(message);
    else toServer(message);
  }

  function stop(): void {
    const stopped = child;
    child = undefined;
    stopped?.kill("SIGKILL"); // It keeps nothing of its own that it would have to put in order.
    failOpen();
  }

  launch();

  return {
    config: {
      type: "sdk",
      name,
      // The SDK calls nothing else of it: it connects a server, of whatever making, to its transport.
      instance: {
        async connect(transport: Transport) {
          cli = transport;
          Object.assign(transport, { onmessage: send });
          await transport.start();
        },
        async close() {},
      } as unknown as McpSdkServerConfigWithInstance["instance"],
    } satisfies McpSdkServerConfigWithInstance,

    /** Ends it until the next message. */
    rest: stop,

    /** Starts it anew, also as another one of the same kind: the CLI goes on talking to it. */
    restart(as: Start = start): void {
      stop();
      start = as;
      launch();
    },

    end(): void {
      isOver = true;
      stop();
    },
  };
}

/** As `alwaysLoad` of a server over stdio does it: the tools stand in the prompt instead of behind a tool search. */
function inPrompt(message: JSONRPCMessage): JSONRPCMessage {
  if (!("result" in message) || !Array.isArray(message.result["tools"])) return message;
  const tools = message.result["tools"].map((tool: object) => ({
    ...tool,
    _meta: { "anthropic/alwaysLoad": true },
  }));
  return { ...message, result: { ...message.result, tools } };
}
