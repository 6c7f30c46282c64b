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

/** For a signed-in call to arrive and to be answered, in seconds; the most that Bun takes. */
const CALL_TIME = 255;

export function createTrpcMount(deps: {
  services: Services;
  failures: FailureLimit;
  log: Log;
  /** How long the request's connection may be silent, in seconds; 0: for ever. */
  giveTime: (request: Request, seconds: number) => void;
}) {
  const { services, failures, log, giveTime } = deps;
  return async (request: Request, address: Address, from: string): Promise<Response> => {
    const whoIsIt = () => identify(request, services.auth, address.cookieName);
    const { principal, offered } = whoIsIt();
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
    // Streams are open for hours, and come by GET alone; tRPC's pings find the dead ones.
    if (principal) giveTime(request, request.method === "GET" ? 0 : CALL_TIME);
    const end = new AbortController();
    return fetchRequestHandler({
      endpoint: "/trpc",
      req: new Request(request, { signal: AbortSignal.any([request.signal, end.signal]) }),
      router: appRouter,
      createContext: ({ resHeaders }) => ({
        ...services,
        principal,
        offered,
        beginSignIn: () => beginSignIn(request, address, resHeaders),
        guest: { isLetIn: () => whoIsIt().principal !== undefined, hangUp: () => end.abort() },
      }),
      onError: ({ error, path }) => {
        if (error.code === "INTERNAL_SERVER_ERROR" && !(error.cause instanceof PorterError)) {
          log.error({ path, err: error.cause ?? error }, "a procedure failed");
        }
      },
    });
  };
}
