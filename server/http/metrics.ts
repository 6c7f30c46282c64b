import { refusalOf } from "../auth/audience.ts";
import type { Auth } from "../auth/service.ts";
import { CONTENT_TYPE } from "../system/exposition.ts";
import type { Metrics } from "../system/metrics.ts";
import { refuse } from "./answers.ts";
import { readBearer } from "./credentials.ts";
import type { FailureLimit } from "./failure-limit.ts";
import { refuseToken } from "./wrong-token.ts";

type Deps = { services: { auth: Auth; metrics: Metrics }; failures: FailureLimit };

/** `GET /metrics` for a Bearer token: the one for metrics, the owner's, or a named one of scope `owner`. No cookie is good for it. */
export function createMetricsMount({ services, failures }: Deps) {
  return async (request: Request, from: string): Promise<Response> => {
    const { auth, metrics } = services;
    const bearer = readBearer(request);
    if (bearer === undefined)
      return refuse({ status: 401, code: "UNAUTHORIZED", message: "Send a Bearer token." });
    const principal = auth.findByBearer(bearer);
    if (!metrics.isToken(bearer)) {
      if (!principal) return refuseToken(failures, from);
      const message = refusalOf(principal, "owner", false);
      if (message !== undefined) return refuse({ status: 403, code: "FORBIDDEN", message });
    }
    return new Response(await metrics.read(), { headers: { "content-type": CONTENT_TYPE } });
  };
}

/**
 * Measures every request from its arrival until its answer begins; a stream's body goes on after that. Typed as
 * Elysia types what is wrapped around its handler.
 */
export function createMeasure({ services }: Pick<Deps, "services">) {
  return (handle: (...given: unknown[]) => unknown) =>
    async (...given: unknown[]): Promise<unknown> => {
      const begun = performance.now();
      const response = await handle(...given);
      const [request] = given;
      if (!(request instanceof Request) || !(response instanceof Response)) return response;
      const { traffic } = services.metrics;
      const seconds = (performance.now() - begun) / 1000;
      // No address can be made with the Host of some requests, which are refused.
      const path = URL.parse(request.url)?.pathname ?? "";
      traffic.request(routeOf(path), response.status, seconds);
      return response;
    };
}

const ROUTES = ["trpc", "mcp", "webhooks", "oauth", "login", "logout", "health", "metrics"];

/** The class of a path: everybody can ask for any path, and each name is kept for good. */
function routeOf(path: string): string {
  const [, first = ""] = path.split("/");
  return ROUTES.includes(first) ? first : "static";
}
