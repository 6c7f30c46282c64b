import { retryLink, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "../../server/trpc/router.ts";
import { asPorterError, isPassing } from "./error.ts";

/** ms, with some scatter. It does not grow: retryLink counts all cuts of a stream, not those in a row. */
const retryDelay = () => 500 * (0.75 + Math.random() / 2);

/** Opens a subscription again, from the last id it saw, when time may mend what ended it. */
export const resume: TRPCLink<AppRouter> = retryLink({
  retry: ({ error }) => isPassing(asPorterError(error)),
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
