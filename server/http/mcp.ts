import { hashSecret } from "../auth/secret.ts";
import type { McpCaller, McpSessions } from "../../mcp/http.ts";
import type { Services } from "../trpc/context.ts";
import { appRouter } from "../trpc/router.ts";
import { whileLetIn } from "../trpc/while-let-in.ts";
import type { Address } from "./address.ts";
import { refuse } from "./answers.ts";
import { readBearer } from "./credentials.ts";
import type { TellFailure } from "./failed-calls.ts";
import type { FailureLimit } from "./failure-limit.ts";
import { refuseToken } from "./wrong-token.ts";

/** Of one message: room for the longest description or comment, JSON-escaped. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** For a message to arrive and for silence in front of its answer, in seconds; the most that Bun takes. */
const MESSAGE_TIME = 255;

/** RFC 6750, section 3. */
const ASK = { "www-authenticate": 'Bearer realm="Porter"' };
const ASK_AGAIN = { "www-authenticate": 'Bearer realm="Porter", error="invalid_token"' };

/**
 * `/mcp`: Porter's MCP server over Streamable HTTP, for a Bearer token; no cookie is good for it. Its tools call the
 * router in this process, as whom the token stands for at that moment, so each procedure checks them as it checks everybody.
 * The MCP server is loaded for the first who comes.
 */
export function createMcpMount(deps: {
  services: Services;
  failures: FailureLimit;
  tellFailure: TellFailure;
  giveTime: (request: Request, seconds: number) => void;
  /** Ends every session when the server stops. */
  stopping: AbortSignal;
}) {
  const { services, failures, tellFailure, giveTime, stopping } = deps;
  const { auth } = services;
  let sessions: Promise<McpSessions> | undefined;

  const load = async (): Promise<McpSessions> => {
    const { createMcpSessions } = await import("../../mcp/http.ts");
    return createMcpSessions(stopping);
  };

  const callerOf = (token: string, address: Address): McpCaller => ({
    credential: hashSecret(token),
    isAgent: (auth.findByBearer(token)?.kind ?? "session") === "session",
    isLetIn: () => auth.isGood(token),
    connect: (hangUp) => ({
      router: appRouter,
      createContext: async () => ({
        ...services,
        principal: auth.findByBearer(token),
        offered: true,
        beginSignIn: () => ({ callbackOrigin: address.callbackOrigin }),
        receive: (stream) => whileLetIn(stream, { isLetIn: () => auth.isGood(token), hangUp }),
      }),
      onError: tellFailure,
    }),
  });

  return async (request: Request, address: Address, from: string): Promise<Response> => {
    const token = readBearer(request);
    if (token === undefined)
      return refuse({ status: 401, code: "UNAUTHORIZED", message: "Send a Bearer token." }, ASK);
    if (!auth.isGood(token)) return refuseToken(failures, from, ASK_AGAIN);
    giveTime(request, request.method === "GET" ? 0 : MESSAGE_TIME);
    sessions ??= load();
    return (await sessions).handle(request, callerOf(token, address));
  };
}
