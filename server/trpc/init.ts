import { initTRPC, TRPCError, type TRPC_ERROR_CODE_KEY } from "@trpc/server";
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
import { whileLetIn } from "./while-let-in.ts";

/** Between a comment line of the stream, in ms: below the idle limits of the proxies and browsers in between. */
const PING_INTERVAL = 8_000;

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

const t = initTRPC
  .context<Context>()
  .meta<{ audience: Audience }>()
  .create({
    transformer: { serialize, deserialize: superjson.deserialize },
    isDev: false, // otherwise every error carries a stack with paths
    sse: {
      ping: { enabled: true, intervalMs: PING_INTERVAL },
      client: { reconnectAfterInactivityMs: 3 * PING_INTERVAL },
    },
    errorFormatter({ shape, error }) {
      const porter = porterShape(error);
      return { ...shape, message: porter.message, data: { ...shape.data, porter } };
    },
  });

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

/** Gives a PorterError the HTTP status of its code; without this tRPC answers 500 for every thrown error. */
const statusOfErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = asUnavailable(result.error.cause) ?? result.error.cause;
  if (cause instanceof PorterError) throw new TRPCError({ code: STATUS[cause.code], cause });
  return result;
});

/** Each call by itself, also those of one batch. A stream's answer is its first word. */
const measured = t.middleware(async ({ ctx, path, next }) => {
  const begun = performance.now();
  const result = await next();
  const status = result.ok ? 200 : getHTTPStatusCodeFromError(result.error);
  ctx.metrics.traffic.call(path, status, (performance.now() - begun) / 1000);
  return result;
});

const signedIn = measured.unstable_pipe(statusOfErrors).unstable_pipe(async ({ ctx, next, type, meta }) => {
  if (!ctx.principal) {
    throw new PorterError("UNAUTHORIZED", ctx.offered ? "This token is not valid." : "Sign in first.");
  }
  const refusal = refusalOf(ctx.principal, meta?.audience ?? "person", type === "mutation");
  if (refusal !== undefined) throw new PorterError("FORBIDDEN", refusal);
  // Told to the types alone: with a context given, tRPC copies all of its services once more, a fifth of a call's time.
  const result = await next<{ principal: Principal }>({});
  if (type !== "subscription" || !result.ok) return result;
  // Every subscription is a generator: tRPC has checked it.
  return { ...result, data: whileLetIn(result.data as AsyncIterable<unknown>, ctx.guest) };
});

export const router = t.router;
const procedureFor = (audience: Audience) => t.procedure.meta({ audience }).use(signedIn);
/** For the owner, for agents, and for named tokens. There is no procedure for anyone else. */
export const procedure = procedureFor("agents");
/** For the owner, and for tokens of scope `owner`. */
export const ownerProcedure = procedureFor("owner");
/** For the owner in person: what would let a named token outlive its revocation. */
export const personProcedure = procedureFor("person");
