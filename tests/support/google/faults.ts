import { createGate, type Gate } from "../messages-api/gate.ts";
import { answerError } from "./answer.ts";
import type { Call } from "./call.ts";

/** What is done with the answer that the call would have. */
type Fault = (answer: () => Response) => Response | Promise<Response>;
type Match = (call: Call) => boolean;

/** What goes wrong at Google, once each and in this order, with the next calls that match. */
export function createFaults() {
  const planned: { match: Match; fault: Fault }[] = [];
  const plan = (match: Match, fault: Fault, times = 1): void => {
    for (let count = 0; count < times; count += 1) planned.push({ match, fault });
  };

  return {
    async pass(call: Call, answer: () => Response): Promise<Response> {
      const index = planned.findIndex(({ match }) => match(call));
      const [next] = index < 0 ? [] : planned.splice(index, 1);
      return next ? next.fault(answer) : answer();
    },

    plan,

    /** 403, as Google says it when too much was asked. */
    quota: (match: Match, reason: "rateLimitExceeded" | "userRateLimitExceeded" | "quotaExceeded"): void =>
      plan(match, () => answerError({ status: 403, reason, message: "Rate Limit Exceeded" })),

    /** 429 with Retry-After, in seconds. */
    tooMany: (match: Match, retryAfter: number): void =>
      plan(match, () =>
        answerError(
          { status: 429, reason: "rateLimitExceeded", message: "Too many requests" },
          { "retry-after": String(retryAfter) },
        ),
      ),

    error: (match: Match, status: number, reason: string, times = 1): void =>
      plan(match, () => answerError({ status, reason, message: "It went wrong." }), times),

    /** A page of something between Porter and Google. */
    html: (match: Match, status = 200): void =>
      plan(
        match,
        () =>
          new Response("<!doctype html><title>Sign in to the hotel's network</title>", {
            status,
            headers: { "content-type": "text/html" },
          }),
      ),

    /** An answer without end or length. Gives how many bytes of it were taken. */
    endless(match: Match): () => number {
      let taken = 0;
      const chunk = new TextEncoder().encode('{"items":[],"description":"'.padEnd(256 * 1024, "x"));
      plan(
        match,
        () =>
          new Response(
            new ReadableStream({
              pull(controller) {
                taken += chunk.length;
                controller.enqueue(chunk);
              },
            }),
            { headers: { "content-type": "application/json" } },
          ),
      );
      return () => taken;
    },

    /** Holds the call until the gate is opened, then answers it as things are then. */
    hold(match: Match): Gate {
      const gate = createGate();
      plan(match, async (answer) => {
        gate.arrive();
        await gate.opened;
        return answer();
      });
      return gate;
    },

    /** Answers as things are now, and lets the answer out when the gate is opened. */
    holdAnswer(match: Match): Gate {
      const gate = createGate();
      plan(match, async (answer) => {
        const made = answer();
        gate.arrive();
        await gate.opened;
        return made;
      });
      return gate;
    },
  };
}
