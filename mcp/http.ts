import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { createEventMemory } from "./http-memory.ts";
import { createLocalClient, type LocalRouter } from "./local-client.ts";
import { createPorterMcp } from "./server.ts";

/** Of one credential at once. Hosts seldom say that they end: one that nobody holds open makes room for a new one. */
const MOST_SESSIONS = 32;
/** Streams of one session that are open at a time: one, and those of connections that are not known to be dead yet. */
const MOST_STREAMS = 8;
/** Without a request and without an open stream, in ms. An agent's session lives as long as its token. */
const IDLE = 30 * 60_000;
/** In ms. */
const LOOK_AGAIN = 2_000;
/** Between two comment lines of a stream, in ms: below the idle limits of what is in between. */
const KEEP_ALIVE = 8_000;

/** Who sends a request, and what it comes with. */
export type McpCaller = {
  /** The same for two requests when they come with the same credential. It is not the credential. */
  credential: string;
  /** One of the agents that Porter runs. */
  isAgent: boolean;
  /** Whether the credential is good now. */
  isLetIn: () => boolean;
  /** The way to the router with this credential, which is looked at for each call. `hangUp` ends the session. */
  connect: (hangUp: () => void) => LocalRouter;
};

type Session = Pick<McpCaller, "credential" | "isAgent" | "isLetIn"> & {
  transport: WebStandardStreamableHTTPServerTransport;
  memory: ReturnType<typeof createEventMemory>;
  server: McpServer;
  tellAgain: () => void;
  lastUsed: number;
  /** Streams that the client listens to for what the server says unasked. */
  listening: Set<ReadableStream>;
};

export type McpSessions = ReturnType<typeof createMcpSessions>;

/**
 * Porter's MCP server over Streamable HTTP (MCP 2025-11-25, Transports): POST sends messages, GET listens, DELETE ends.
 * A session is one client's, and its credential's alone: to any other credential it does not exist. It ends with
 * its credential within 2 s, half an hour after its last use, when its credential needs room, or with the server.
 */
export function createMcpSessions(stopping: AbortSignal) {
  const sessions = new Map<string, Session>();
  let looking: ReturnType<typeof setInterval> | undefined;

  const isQuiet = ({ listening }: Session) => listening.size === 0;
  const end = ({ server }: Session): void => void server.close();

  function look(): void {
    const idleSince = Date.now() - IDLE;
    for (const session of sessions.values()) {
      const isIdle = !session.isAgent && isQuiet(session) && session.lastUsed < idleSince;
      if (isIdle || !session.isLetIn()) end(session);
    }
  }

  function forget(id: string | undefined): void {
    if (id !== undefined) sessions.delete(id);
    if (sessions.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  }

  const sessionsOf = (credential: string) =>
    [...sessions.values()].filter((session) => session.credential === credential);

  function hasRoom(credential: string): boolean {
    const others = sessionsOf(credential);
    return others.length < MOST_SESSIONS || others.some(isQuiet);
  }

  function makeRoom(credential: string): void {
    const others = sessionsOf(credential);
    if (others.length < MOST_SESSIONS) return;
    const [oldest] = others.filter(isQuiet).sort((a, b) => a.lastUsed - b.lastUsed);
    if (oldest) end(oldest);
  }

  /** It is kept once its client has introduced itself, which only its first message can do. */
  async function begin(
    request: Request,
    { credential, isAgent, isLetIn, connect }: McpCaller,
  ): Promise<Response> {
    if (!hasRoom(credential))
      return refuse(429, -32_000, "Too many MCP sessions are open. End one, or try later.");
    const memory = createEventMemory();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => crypto.randomUUID(),
      eventStore: memory,
      keepAliveMs: KEEP_ALIVE,
      onsessioninitialized: (id) => {
        makeRoom(credential);
        sessions.set(id, held);
        looking ??= setInterval(look, LOOK_AGAIN);
      },
    });
    const client = createLocalClient(connect(() => void server.close()));
    const { server, tellAgain } = createPorterMcp(client, { isAgent });
    const lastUsed = Date.now();
    const held: Session = {
      credential,
      isAgent,
      isLetIn,
      transport,
      memory,
      server,
      tellAgain,
      lastUsed,
      listening: new Set(),
    };
    await server.connect(transport);
    const { onclose } = transport;
    const close = () => {
      forget(transport.sessionId);
      onclose?.();
    };
    Object.assign(transport, { onclose: close });
    const answer = await transport.handleRequest(request);
    if (transport.sessionId === undefined) await server.close();
    return answer;
  }

  /** A new stream takes the place of the one before: a client that is back knows better that it was cut. */
  async function listen(session: Session, request: Request): Promise<Response> {
    const { transport, memory } = session;
    const last = request.headers.get("last-event-id");
    if (last === null) transport.closeStandaloneSSEStream();
    else if (!memory.isId(last)) return refuse(400, -32_000, "Last-Event-ID is no id of an event.");
    const answer = await transport.handleRequest(request);
    const { body, headers } = answer;
    if (!answer.ok || !body) return answer;
    session.listening.add(body);
    // Between its streams it was told nothing, and it does not say where it stood.
    if (last === null) session.tellAgain();
    const onEnd = () => {
      session.listening.delete(body);
      session.lastUsed = Date.now();
    };
    return new Response(untilEnd(body, onEnd), { headers });
  }

  stopping.addEventListener("abort", () => [...sessions.values()].forEach(end));

  return {
    async handle(request: Request, caller: McpCaller): Promise<Response> {
      const id = request.headers.get("mcp-session-id");
      if (id === null) return begin(request, caller);
      const session = sessions.get(id);
      if (session?.credential !== caller.credential) return refuse(404, -32_001, "Session not found");
      session.lastUsed = Date.now();
      if (request.method !== "GET") return session.transport.handleRequest(request);
      if (session.listening.size >= MOST_STREAMS)
        return refuse(429, -32_000, "This session listens already.");
      return listen(session, request);
    },
  };
}

/**
 * The same stream, whose end is heard of, whoever brings it about. It begins with a comment: Bun sends no header
 * before there is a body, so the client would wait until there is something to say.
 */
function untilEnd(body: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  void reader.closed.then(onEnd, onEnd);
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(": open\n\n")),
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** An answer of the transport's own kind: JSON-RPC, about no message. @param code of JSON-RPC */
function refuse(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status });
}
