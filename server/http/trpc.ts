import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Context, Services } from "../trpc/context.ts";
import { appRouter } from "../trpc/router.ts";
import type { Address } from "./address.ts";
import { answerQueries } from "./answer-queries.ts";
import { refuseCall } from "./answers.ts";
import { hasMoreValues } from "./body-values.ts";
import { identify } from "./credentials.ts";
import type { TellFailure } from "./failed-calls.ts";
import { streamEvents } from "./event-stream.ts";
import { beginSignIn } from "./oauth.ts";
import type { FailureLimit } from "./failure-limit.ts";

/** For a signed-in call to arrive and to be answered, in seconds; the most that Bun takes. */
const CALL_TIME = 255;

/** For a stream that has ended to reach who has it open, in seconds. */
const LAST_WORDS = 10;

/** In one body: ten full changes of 500 tasks each have 50,000. */
const MOST_VALUES = 100_000;

export function createTrpcMount(deps: {
  services: Services;
  failures: FailureLimit;
  tellFailure: TellFailure;
  /** How long the request's connection may be silent, in seconds; 0: for ever. */
  giveTime: (request: Request, seconds: number) => void;
}) {
  const { services, failures, tellFailure, giveTime } = deps;
  return async (request: Request, address: Address, from: () => string): Promise<Response> => {
    const whoIsIt = () => identify(request, services.auth, address.cookieName);
    const { principal, offered } = whoIsIt();
    if (!principal && offered) {
      const wait = await failures.count(from());
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
    // Streams are open for hours, and come by GET alone; pings find the dead ones.
    if (principal) giveTime(request, request.method === "GET" ? 0 : CALL_TIME);
    const body = principal ? await readLargeBody(request) : undefined;
    if (body instanceof Response) return body;
    const end = new AbortController();
    const hangUp = (): void => {
      end.abort();
      // What was written already goes out; a reader who takes none of it keeps no connection.
      giveTime(request, LAST_WORDS);
    };
    const { signal } = end;
    let told: { stream: AsyncIterable<unknown>; path: string } | undefined;
    const createContext = (resHeaders: Headers): Context => ({
      ...services,
      principal,
      offered,
      beginSignIn: () => beginSignIn(request, address, resHeaders),
      receive: (stream, path) => {
        told = { stream, path };
        return nothing();
      },
    });
    const answered = await answerQueries(request, createContext, tellFailure);
    if (answered) return answered;
    const answer = await fetchRequestHandler({
      endpoint: "/trpc",
      req:
        body || request.method === "GET" // To copy the request of every other call takes a tenth of its time.
          ? new Request(request, {
              signal: AbortSignal.any([request.signal, signal]),
              ...(body && { body }),
            })
          : request,
      router: appRouter,
      createContext: ({ resHeaders }) => createContext(resHeaders),
      onError: tellFailure,
    });
    if (!told) return answer;
    await answer.arrayBuffer(); // tRPC has nothing to tell; what it holds goes when it has ended.
    const guest = { isLetIn: () => whoIsIt().principal !== undefined, hangUp };
    return new Response(streamEvents(told, { guest, signal, tellFailure }), answer);
  };
}

async function* nothing(): AsyncGenerator<never> {}

/** A body that is long enough to have too many values, or the refusal of one that does, before anything parses it. */
async function readLargeBody(request: Request): Promise<Uint8Array<ArrayBuffer> | Response | undefined> {
  // Between two of them stands a comma at least.
  if (Number(request.headers.get("content-length") ?? 0) < 2 * MOST_VALUES) return undefined;
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = await request.bytes();
  } catch {
    // Its sender has gone, or was too slow.
    return refuseCall({ status: 400, code: "INVALID", message: "The request cannot be read." });
  }
  if (!hasMoreValues(body, MOST_VALUES)) return body;
  const message = `A request may hold ${MOST_VALUES} values at most.`;
  return refuseCall({ status: 413, code: "INVALID", message });
}
