import {
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  initTRPC,
  TRPCError,
  type TRPC_ERROR_CODE_KEY,
} from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import superjson from "superjson";
import { ZodError } from "zod";
import type { ErrorCode, PorterErrorShape } from "../../shared/errors.ts";
import { asUnavailable } from "../db/trouble.ts";
import { shorten } from "../../shared/text.ts";
import { refusalOf, type Audience } from "../auth/audience.ts";
import type { Principal } from "../auth/principal.ts";
import { PorterError } from "../errors.ts";
import type { Context } from "./context.ts";
import { serialize } from "./serialize.ts";
import { PING_INTERVAL } from "./while-let-in.ts";

/** What is told of an input that is wrong: an answer is not as long as what was sent. */
const MOST_ISSUES = 20;
const LONGEST_ISSUE = 300;

export const STATUS: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  INVALID: "BAD_REQUEST",
  UNAUTHORIZED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
};

const CODES: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  BAD_REQUEST: "INVALID",
  PARSE_ERROR: "INVALID",
  NOT_FOUND: "NOT_FOUND",
  METHOD_NOT_SUPPORTED: "INVALID",
  UNSUPPORTED_MEDIA_TYPE: "INVALID",
  PAYLOAD_TOO_LARGE: "INVALID",
  UNAUTHORIZED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  CONFLICT: "CONFLICT",
  TOO_MANY_REQUESTS: "RATE_LIMITED",
  SERVICE_UNAVAILABLE: "UNAVAILABLE",
};

/** What a stream tells its client first: when to take it for dead. */
export const STREAM_CLIENT = { reconnectAfterInactivityMs: 3 * PING_INTERVAL };

const t = initTRPC
  .context<Context>()
  .meta<{ audience: Audience }>()
  .create({
    transformer: { serialize, deserialize: superjson.deserialize },
    isDev: false, // otherwise every error carries a stack with paths
    sse: {
      ping: { enabled: true, intervalMs: PING_INTERVAL },
      client: STREAM_CLIENT,
    },
    errorFormatter({ shape, error }) {
      const porter = porterShape(error);
      return { ...shape, message: porter.message, data: { ...shape.data, porter } };
    },
  });

/** What an answer tells of an error. */
export const shapeOf = (error: TRPCError, call: { type: "query" | "subscription"; path: string }) =>
  // eslint-disable-next-line no-underscore-dangle -- where tRPC keeps what the router is made with
  getTRPCErrorShape({ config: t._config, error, ...call, input: undefined, ctx: undefined });

function porterShape({ cause, code, message }: TRPCError): PorterErrorShape {
  if (cause instanceof PorterError)
    return {
      code: cause.code,
      message: cause.message,
      ...(cause.issues && { issues: cause.issues }),
    };
  // Only for what came in: a row of our own that does not fit is our failure, and nothing to show.
  if (cause instanceof ZodError && code === "BAD_REQUEST") {
    const words = cause.issues
      .slice(0, MOST_ISSUES)
      .map((issue) => shorten(`${issue.path.join(".") || "input"}: ${issue.message}`, LONGEST_ISSUE));
    const more = cause.issues.length - words.length;
    return { code: "INVALID", message: [...words, ...(more > 0 ? [`${more} more`] : [])].join("; ") };
  }
  // Whatever else went wrong on the way in is told in the words of a parser, for developers.
  if (cause && code === "BAD_REQUEST") return { code: "INVALID", message: "The input cannot be read." };
  const porterCode = CODES[code];
  return porterCode
    ? { code: porterCode, message }
    : { code: "INTERNAL", message: "Something went wrong in Porter. The server's log says what." };
}

/** What was thrown, a PorterError with the status of its code: tRPC would tell of a failure of ours for every error. */
export function withStatus(thrown: unknown): TRPCError {
  const error = getTRPCErrorFromUnknown(thrown);
  const cause = asUnavailable(error.cause) ?? error.cause;
  return cause instanceof PorterError ? new TRPCError({ code: STATUS[cause.code], cause }) : error;
}

function requireAudience({ principal, offered }: Context, audience: Audience, isChange: boolean): void {
  if (!principal)
    throw new PorterError("UNAUTHORIZED", offered ? "This token is not valid." : "Sign in first.");
  const refusal = refusalOf(principal, audience, isChange);
  if (refusal !== undefined) throw new PorterError("FORBIDDEN", refusal);
}

/**
 * What is around every procedure: who may call it; the status of its errors; its time, also of each call of a batch by
 * itself (a stream's answer is its first word). All in one: tRPC copies what it knows of a call for each middleware.
 */
const guarded = t.middleware(async ({ ctx, path, type, meta, next }) => {
  const begun = performance.now();
  const measure = (status: number) =>
    ctx.metrics.traffic.call(path, status, (performance.now() - begun) / 1000);
  try {
    requireAudience(ctx, meta?.audience ?? "person", type === "mutation");
    // Told to the types alone: with a context given, tRPC copies all of its services once more, a fifth of a call's time.
    const result = await next<{ principal: Principal }>({});
    if (!result.ok) throw result.error;
    measure(200);
    // Every subscription is a generator: tRPC has checked it.
    return type === "subscription"
      ? { ...result, data: ctx.receive(result.data as AsyncIterable<unknown>, path) }
      : result;
  } catch (thrown) {
    const error = withStatus(thrown);
    measure(getHTTPStatusCodeFromError(error));
    throw error;
  }
});

export const router = t.router;
const procedureFor = (audience: Audience) => t.procedure.meta({ audience }).use(guarded);
/** For the owner, for agents, and for named tokens. There is no procedure for anyone else. */
export const procedure = procedureFor("agents");
/** For the owner, and for tokens of scope `owner`. */
export const ownerProcedure = procedureFor("owner");
/** For the owner in person: what would let a named token outlive its revocation. */
export const personProcedure = procedureFor("person");
