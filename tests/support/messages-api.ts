/**
 * A Messages API on loopback that the real Claude CLI talks to, with scripted answers: no account, no
 * network. Real are the HTTP and the event stream; scripted is only what the model says.
 */
import { type Answer, partsOf, type Script, text } from "./messages-api/answers.ts";
import { createGate, type Gate } from "./messages-api/gate.ts";
import { type ApiRequest, parseRequest } from "./messages-api/request.ts";
import { streamAnswer } from "./messages-api/stream.ts";

export { apiError, cut, liveText, pause, text, thinking, toolUse } from "./messages-api/answers.ts";
export { toolResultsOf } from "./messages-api/request.ts";

export interface MessagesApi extends AsyncDisposable {
  readonly url: string;
  /** The environment for a CLI child: nothing of the machine's own but PATH. `home` is a scratch folder. */
  env(home: string): Record<string, string>;
  /** From now on, calls whose latest prompt holds `marker` get the script's answers. The latest `when` wins. */
  when(marker: string, script: Script): void;
  gate(): Gate;
  /** From now on, answers that are no errors carry these headers: `anthropic-ratelimit-unified-…`. */
  sendHeaders(headers: Record<string, string>): void;
  /** Requests whose latest prompt holds the marker, oldest first. */
  requestsWith(marker: string): ApiRequest[];
}

interface Scripted {
  marker: string;
  script: Script;
  calls: number;
}

export function startMessagesApi(): MessagesApi {
  const requests: ApiRequest[] = [];
  const scripts: Scripted[] = [];
  const closing = new AbortController();
  let sentHeaders: Record<string, string> = {};

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.method === "HEAD") return new Response(null);
      if (request.method !== "POST") return errorResponse(404, "not_found_error", pathname);
      if (pathname === "/v1/messages/count_tokens") return Response.json({ input_tokens: 100 });
      if (pathname !== "/v1/messages") return errorResponse(404, "not_found_error", pathname);
      const parsed = parseRequest(await request.json(), request.headers);
      const answer = answerTo(parsed);
      requests.push(parsed);
      const signal = AbortSignal.any([request.signal, closing.signal]);
      return respond(answer, parsed, { signal, headers: sentHeaders });
    },
  });

  function answerTo(request: ApiRequest): Answer {
    // Side questions (titles, summaries) quote the prompt but offer no tools: they must not use up a script.
    if (request.toolNames.length === 0) return text("OK");
    const found = scripts.findLast(({ marker }) => request.prompt.includes(marker));
    if (found === undefined) return text("OK");
    const call = found.calls++;
    if (typeof found.script === "function") return found.script(request, call);
    return found.script[call] ?? text(`(the script for ${found.marker} has no answer ${call + 1})`);
  }

  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    env: (home) => ({
      PATH: process.env.PATH ?? "",
      HOME: home,
      LANG: "C.UTF-8",
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: "sk-test-porter",
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
    }),
    when: (marker, script) => void scripts.push({ marker, script, calls: 0 }),
    gate: createGate,
    sendHeaders: (headers) => void (sentHeaders = headers),
    requestsWith: (marker) => requests.filter(({ prompt }) => prompt.includes(marker)),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await server.stop(true);
    },
  };
}

function respond(
  answer: Answer,
  request: ApiRequest,
  { signal, headers }: { signal: AbortSignal; headers: Record<string, string> },
): Response {
  const parts = partsOf(answer);
  const [first] = parts;
  if (first?.kind === "api_error")
    return errorResponse(first.status, first.type, first.message, first.headers);
  const chunks = streamAnswer(parts, request.model, signal);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done !== true) controller.enqueue(encoder.encode(value));
      // An errored stream makes Bun reset the connection in mid-body; with a reason it would also print it.
      else if (value === "cut") controller.error();
      else controller.close();
    },
  });
  return new Response(body, {
    headers: {
      ...headers,
      "content-type": "text/event-stream",
      "request-id": `req_${crypto.randomUUID()}`,
    },
  });
}

function errorResponse(
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ type: "error", error: { type, message } }, { status, headers });
}
