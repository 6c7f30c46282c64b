import type { Tracing } from "./tracing.ts";
import { createCounter, createHistogram, type Metric } from "./exposition.ts";

/** In seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type Traffic = ReturnType<typeof createTraffic>;

/** What came in and how long its answer took, since the start. */
export function createTraffic(tracing: Pick<Tracing, "record">) {
  const requests = createCounter();
  const requestTimes = createHistogram(BOUNDS);
  const calls = createCounter();
  const callTimes = createHistogram(BOUNDS);
  let openStreams = 0;

  function trace(name: string, status: number, seconds: number): void {
    const endedAt = new Date();
    const startedAt = new Date(endedAt.getTime() - seconds * 1000);
    const attributes = { "http.response.status_code": status };
    tracing.record({ name, startedAt, endedAt, attributes, failed: status >= 500 });
  }

  return {
    /** @param route one of few classes, never a path */
    request(route: string, status: number, seconds: number): void {
      requests.add({ route, status: String(status) });
      requestTimes.observe({ route }, seconds);
      if (route === "webhooks") trace("webhook", status, seconds);
    },

    /** @param procedure the name of one that there is */
    call(procedure: string, status: number, seconds: number): void {
      calls.add({ procedure, status: String(status) });
      callTimes.observe({ procedure }, seconds);
      trace(procedure, status, seconds);
    },

    /** The same entries, counted as an open stream from the first one asked for until the end. */
    async *stream<T>(entries: AsyncGenerator<T>): AsyncGenerator<T> {
      openStreams++;
      try {
        yield* entries;
      } finally {
        openStreams--;
      }
    },

    metrics: (): Metric[] => [
      {
        name: "porter_http_requests_total",
        help: "Requests by class of route and status of the answer.",
        type: "counter",
        samples: requests.samples(),
      },
      {
        name: "porter_http_request_duration_seconds",
        help: "Until the answer begins, by class of route.",
        type: "histogram",
        samples: requestTimes.samples(),
      },
      {
        name: "porter_trpc_calls_total",
        help: "Calls by procedure and status.",
        type: "counter",
        samples: calls.samples(),
      },
      {
        name: "porter_trpc_call_duration_seconds",
        help: "By procedure; of a stream until it begins.",
        type: "histogram",
        samples: callTimes.samples(),
      },
      {
        name: "porter_streams_open",
        help: "Subscriptions that are open now.",
        type: "gauge",
        samples: [{ value: openStreams }],
      },
    ],
  };
}
