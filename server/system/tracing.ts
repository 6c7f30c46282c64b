import type { Log } from "../log.ts";

/** One piece of work that has ended. Its attributes hold ids, names and counts, never what people and agents write. */
export type Span = {
  name: string;
  startedAt: Date;
  endedAt: Date;
  attributes: Record<string, string | number>;
  failed: boolean;
};

export type Tracing = ReturnType<typeof createTracing>;

/** In ms: a stop waits so long for the last ones. The exporter itself would try for longer than a stop may take. */
const LAST_WORDS = 1_000;
/** In memory until the exporter is loaded. */
const MOST_WAITING = 1_000;

/**
 * Tells an OpenTelemetry collector what was done, by OTLP over HTTP. Off unless one of the standard variables names a
 * collector (https://opentelemetry.io/docs/specs/otel/protocol/exporter/); the packages are loaded only then, which takes
 * 0.3 s and 25 MB. The exporter reads the other variables itself (`OTEL_EXPORTER_OTLP_HEADERS`, `…_TIMEOUT`).
 */
export function createTracing(deps: { variables: Record<string, string>; version: string; log: Log }) {
  const { variables, version, log } = deps;
  const isOn =
    (variables.OTEL_EXPORTER_OTLP_ENDPOINT ?? variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined &&
    variables.OTEL_SDK_DISABLED !== "true" &&
    variables.OTEL_TRACES_EXPORTER !== "none";
  let waiting: Span[] = [];
  let write: ((span: Span) => void) | undefined;

  const opened = isOn ? open() : undefined;

  async function open() {
    const { SpanStatusCode } = await import("@opentelemetry/api");
    const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
    const { resourceFromAttributes } = await import("@opentelemetry/resources");
    const { BatchSpanProcessor, TracerProvider } = await import("@opentelemetry/sdk-trace");
    const provider = new TracerProvider({
      resource: resourceFromAttributes({
        "service.name": variables.OTEL_SERVICE_NAME ?? "porter",
        "service.version": version,
      }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
    });
    const tracer = provider.getTracer("porter", version);
    write = ({ name, startedAt, endedAt, attributes, failed }) => {
      const span = tracer.startSpan(name, { startTime: startedAt, attributes });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    };
    waiting.forEach(write);
    waiting = [];
    return provider;
  }
  opened?.catch((error: unknown) => log.error({ err: error }, "traces are not sent"));

  return {
    isOn,

    record(span: Span): void {
      if (write) write(span);
      else if (isOn && waiting.length < MOST_WAITING) waiting.push(span);
    },

    /** Sends what is left. A collector that does not answer keeps no server from ending. */
    async stop(): Promise<void> {
      try {
        const sent = opened?.then((provider) => provider.shutdown());
        await Promise.race([sent, Bun.sleep(LAST_WORDS)]);
      } catch (error) {
        log.warn({ err: error }, "the last traces were not sent");
      }
    },
  };
}
