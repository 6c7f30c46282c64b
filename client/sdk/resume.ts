import { retryLink, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../../server/trpc/router.ts";
import { porterErrorOf } from "../../shared/errors.ts";

/** ms, with some scatter. It does not grow: retryLink counts all cuts of a stream, not those in a row. */
const retryDelay = () => 500 * (0.75 + Math.random() / 2);

/** Opens a subscription again, from the last id it saw, when time may mend what ended it. */
export const resume: TRPCLink<AppRouter> = retryLink({
  retry: ({ error }) => isPassing(error),
  retryDelayMs: retryDelay,
});

/**
 * Makes an error of every end of a stream, so that `resume` alone decides what follows.
 * - A cut: left to itself, the EventSource opens the next connection after 3 s.
 * - A regular end: Porter's streams have none of their own, so it belongs to a server that stops.
 */
export const reportCuts: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next(envelope) {
          const { result } = envelope;
          if (result.type === "state" && result.state === "connecting" && result.error) {
            observer.error(TRPCClientError.from(result.error));
          } else observer.next(envelope);
        },
        error: (error) => observer.error(error),
        complete: () => observer.error(new TRPCClientError("Porter ended the stream.")),
      }),
    );

function isPassing(error: TRPCClientError<AppRouter>): boolean {
  const porter = porterErrorOf(error);
  if (porter) return porter.code === "UNAVAILABLE" || porter.code === "RATE_LIMITED";
  const status = statusOf(error.cause);
  return status === undefined || status >= 500 || status === 408 || status === 429;
}

/** The HTTP status on the error event of an EventSource; undefined when no answer came at all. */
function statusOf(event: unknown): number | undefined {
  const code = typeof event === "object" && event !== null && "code" in event ? event.code : undefined;
  return typeof code === "number" ? code : undefined;
}
