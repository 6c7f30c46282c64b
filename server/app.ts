import { Elysia } from "elysia";
import { callbackPath } from "../shared/callback-path.ts";
import { checkFetchSite, checkJson, checkLength, checkOrigin } from "./auth/guards.ts";
import type { Address } from "./http/address.ts";
import { refuse, refuseCall, SECURITY_HEADERS } from "./http/answers.ts";
import { createFailureLimit } from "./http/failure-limit.ts";
import { createOAuthCallback } from "./http/oauth.ts";
import { createLogin } from "./http/login.ts";
import { createSenderOf } from "./http/sender.ts";
import { createMeasure, createMetricsMount } from "./http/metrics.ts";
import { createStaticFiles } from "./http/static.ts";
import { createTrpcMount } from "./http/trpc.ts";
import type { WebhookRoom } from "./integrations/webhooks/room.ts";
import type { Log } from "./log.ts";
import type { Services } from "./trpc/context.ts";

/** Room for the longest prompt, JSON-escaped. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

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
  isStopping: () => boolean;
  log: Log;
}) {
  const { services, webhooks, address, log } = deps;
  const failures = createFailureLimit();
  const trpc = createTrpcMount({ services, failures, log, giveTime: (...given) => giveTime(...given) });
  const login = createLogin({ auth: services.auth, failures });
  const serveMetrics = createMetricsMount({ services, failures });
  const comeBack = createOAuthCallback({ integrations: services.integrations, failures });
  const serveStatic = createStaticFiles(deps.webFolder);

  const app = new Elysia({
    // Bun's own refusal of a large body carries no headers, so the guard refuses in front of it.
    serve: { idleTimeout: STRANGERS_TIME, maxRequestBodySize: Number.MAX_SAFE_INTEGER, reusePort: false },
    aot: true,
  });
  const giveTime = (request: Request, seconds: number): void => app.server?.timeout(request, seconds);
  const senderOf = createSenderOf(deps.trustedProxies ?? []);
  const fromOf = (request: Request): string =>
    senderOf(app.server?.requestIP(request)?.address ?? "unknown", request.headers.get("x-forwarded-for"));

  return app
    .wrap(createMeasure({ services }))
    .onRequest(({ request, set }) => {
      Object.assign(set.headers, SECURITY_HEADERS);
      const refusal =
        checkOrigin(request, address()) ??
        (isWebhook(request) ? undefined : checkLength(request, MAX_BODY_BYTES));
      if (refusal) return refuse(refusal);
    })
    .onError(({ error, code }) => {
      if (code === "NOT_FOUND") return refuse({ status: 404, code: "NOT_FOUND", message: "Not found." });
      if (code === "PARSE")
        return refuse({ status: 400, code: "INVALID", message: "The request cannot be read." });
      log.error({ err: error }, "a request failed");
      return refuse({
        status: 500,
        code: "INTERNAL",
        message: "Something went wrong in Porter. The server's log says what.",
      });
    })
    .get("/health", () =>
      deps.isStopping()
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
        .all("/trpc/*", ({ request }) => trpc(request, address(), fromOf(request)), { parse: "none" })
        .post("/login", ({ request }) => login.signIn(request, address(), fromOf(request)), { parse: "none" })
        .post("/logout", ({ request }) => login.signOut(request, address()), { parse: "none" }),
    )
    .all("/*", ({ request }) => serveStatic(request), { parse: "none" });
}

const isWebhook = (request: Request): boolean => new URL(request.url).pathname.startsWith("/webhooks/");

function guardCall(request: Request): Response | undefined {
  const refusal = checkFetchSite(request) ?? checkJson(request);
  if (!refusal) return undefined;
  return new URL(request.url).pathname.startsWith("/trpc/") ? refuseCall(refusal) : refuse(refusal);
}
