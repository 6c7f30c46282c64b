import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { PorterError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Services } from "../trpc/context.ts";
import { appRouter } from "../trpc/router.ts";
import type { Address } from "./address.ts";
import { refuseCall } from "./answers.ts";
import { identify } from "./credentials.ts";
import { beginSignIn } from "./oauth.ts";
import type { FailureLimit } from "./failure-limit.ts";

export function createTrpcMount(deps: { services: Services; failures: FailureLimit; log: Log }) {
  const { services, failures, log } = deps;
  return async (request: Request, address: Address, from: string): Promise<Response> => {
    const { principal, offered } = identify(request, services.auth, address.cookieName);
    if (!principal && offered) {
      const wait = await failures.count(from);
      if (wait !== undefined) {
        return refuseCall(
          {
            status: 429,
            code: "RATE_LIMITED",
            message: `Too many wrong tokens. Try again in ${wait} seconds.`,
          },
          { "retry-after": String(wait) },
        );
      }
    }
    return fetchRequestHandler({
      endpoint: "/trpc",
      req: request,
      router: appRouter,
      createContext: ({ resHeaders }) => ({
        ...services,
        principal,
        offered,
        beginSignIn: () => beginSignIn(request, address, resHeaders),
      }),
      onError: ({ error, path }) => {
        if (error.code === "INTERNAL_SERVER_ERROR" && !(error.cause instanceof PorterError)) {
          log.error({ path, err: error.cause ?? error }, "a procedure failed");
        }
      },
    });
  };
}
