import { Elysia } from "elysia";
import { callbackPath } from "../shared/callback-path.ts";
import { checkFetchSite, checkJson, checkLength, checkOrigin } from "./auth/guards.ts";
import { createTroubleLog } from "./db/trouble-log.ts";
import { asUnavailable } from "./db/trouble.ts";
import type { Address } from "./http/address.ts";
import { refuse, refuseCall, SECURITY_HEADERS } from "./http/answers.ts";
import { createFailureLog } from "./http/failed-calls.ts";
import { createFailureLimit } from "./http/failure-limit.ts";
import { createOAuthCallback } from "./http/oauth.ts";
import { createLogin } from "./http/login.ts";
import { createMcpMount, MAX_MESSAGE_BYTES } from "./http/mcp.ts";
import { createSenderOf } from "./http/sender.ts";
import { createMeasure, createMetricsMount } from "./http/metrics.ts";
import { createStaticFiles } from "./http/static.ts";
import { createTrpcMount } from "./http/trpc.ts";
import type { WebhookRoom } from "./integrations/webhooks/room.ts";
import type { Log } from "./log.ts";
import type { Services } from "./trpc/context.ts";

/** Room for the longest prompt, JSON-escaped. */
const MAX_CALL_BYTES = 16 * 1024 * 1024;
/** Of all that is no call, and so of everything that strangers may have parsed. */
const MAX_BODY_BYTES = 16 * 1024;

/**
 * For a body to arrive, and between two requests, in seconds. It is a stranger's whole time: Bun does not begin anew when
 * bytes come. (For the head of a connection's first request it has a limit of its own, about 10 s.)
 */
const STRANGERS_TIME = 60;

/**
 * The HTTP surface. Every request passes the Host and Origin guards first; whatever is neither a document nor a
 * webhook also has to come from this origin and to be JSON. Webhooks come from other machines: they have a signature
 * instead of a credential, and may be sent in chunks. A sign-in comes back from the site of its service, with a state.
 * `parse: "none"`: handlers read the raw request themselves.
 */
export function createApp(deps: {
  services: Services;
  webhooks: Pick<WebhookRoom, "receive">;
  webFolder: string;
  address: () => Address;
  /** The reverse proxies that are believed when they say who sent a request. None when left out. */
  trustedProxies?: readonly string[] | undefined;
  /** Ends what is open; `/health` says so. */
  stopping: AbortSignal;
  log: Log;
}) {
  const { services, webhooks, address, log } = deps;
  const failures = createFailureLimit();
  const tellTrouble = createTroubleLog(log);
  const mount = {
    services,
    failures,
    tellFailure: createFailureLog(log, tellTrouble),
    giveTime: (request: Request, seconds: number): void => app.server?.timeout(request, seconds),
  };
  const trpc = createTrpcMount(mount);
  const mcp = createMcpMount({ ...mount, stopping: deps.stopping });
  const login = createLogin({ auth: services.auth, failures });
  const serveMetrics = createMetricsMount({ services, failures });
  const comeBack = createOAuthCallback({ integrations: services.integrations, failures });
  const serveStatic = createStaticFiles(deps.webFolder);

  const app = new Elysia({
    // Bun's own refusal of a large body carries no headers, so the guard refuses in front of it.
    serve: { idleTimeout: STRANGERS_TIME, maxRequestBodySize: Number.MAX_SAFE_INTEGER, reusePort: false },
    aot: true,
  });
  const senderOf = createSenderOf(deps.trustedProxies ?? []);
  const fromOf = (request: Request): string =>
    senderOf(app.server?.requestIP(request)?.address ?? "unknown", request.headers.get("x-forwarded-for"));

  return app
    .wrap(createMeasure({ services }))
    .onRequest(({ request, set }) => {
      Object.assign(set.headers, SECURITY_HEADERS);
      const refusal =
        checkOrigin(request, address()) ??
        (isWebhook(request) ? undefined : checkLength(request, maxBytesOf(request)));
      if (refusal) return refuse(refusal);
    })
    .onError(({ error, code, request }) => {
      if (code === "NOT_FOUND") return refuse({ status: 404, code: "NOT_FOUND", message: "Not found." });
      if (code === "PARSE")
        return refuse({ status: 400, code: "INVALID", message: "The request cannot be read." });
      const trouble = asUnavailable(error);
      if (trouble) {
        tellTrouble(trouble);
        const refusal = { status: 503, code: trouble.code, message: trouble.message };
        return isCall(request) ? refuseCall(refusal) : refuse(refusal);
      }
      log.error({ err: error }, "a request failed");
      return refuse({
        status: 500,
        code: "INTERNAL",
        message: "Something went wrong in Porter. The server's log says what.",
      });
    })
    .get("/health", () =>
      deps.stopping.aborted
        ? Response.json({ status: "stopping" }, { status: 503 })
        : Response.json({ status: services.system.isWell() ? "ok" : "degraded" }),
    )
    .get("/metrics", ({ request }) => serveMetrics(request, fromOf(request)))
    .all(
      "/webhooks/:integrationId",
      ({ request, params }) => webhooks.receive(params.integrationId, request, fromOf(request)),
      { parse: "none" },
    )
    .get(callbackPath(":integrationId"), ({ request, params }) =>
      comeBack(params.integrationId, request, address(), fromOf(request)),
    )
    .guard({ beforeHandle: ({ request }) => guardCall(request) }, (calls) =>
      calls
        .all("/trpc/*", ({ request }) => trpc(request, address(), () => fromOf(request)), { parse: "none" })
        .all("/mcp", ({ request }) => mcp(request, address(), fromOf(request)), { parse: "none" })
        .post("/login", ({ request }) => login.signIn(request, address(), fromOf(request)), { parse: "none" })
        .post("/logout", ({ request }) => login.signOut(request, address()), { parse: "none" }),
    )
    .all("/*", ({ request }) => serveStatic(request), { parse: "none" });
}

const isCall = (request: Request): boolean => new URL(request.url).pathname.startsWith("/trpc/");
const isMcp = (request: Request): boolean => new URL(request.url).pathname === "/mcp";
const isWebhook = (request: Request): boolean => new URL(request.url).pathname.startsWith("/webhooks/");

const maxBytesOf = (request: Request): number =>
  isCall(request) ? MAX_CALL_BYTES : isMcp(request) ? MAX_MESSAGE_BYTES : MAX_BODY_BYTES;

function guardCall(request: Request): Response | undefined {
  const refusal = checkFetchSite(request) ?? checkJson(request);
  if (!refusal) return undefined;
  return isCall(request) ? refuseCall(refusal) : refuse(refusal);
}
