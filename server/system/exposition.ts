type Labels = Readonly<Record<string, string>>;
export type Sample = {
  labels?: Labels;
  value: number;
  /** Of a histogram's parts: `_bucket`, `_sum`, `_count`. */
  suffix?: string;
};

export type Metric = {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  samples: readonly Sample[];
};

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Metrics in Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format). What has no sample is left out.
 */
export const expose = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) =>
      [
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(({ suffix = "", labels, value }) => `${name}${suffix}${list(labels)} ${write(value)}`),
        "",
      ].join("\n"),
    )
    .join("");

function list(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escape = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function write(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

/** Counts by labels. Whoever counts answers for there being few values of each. */
export function createCounter() {
  const counts = new Map<string, { labels: Labels; value: number }>();
  return {
    add(labels: Labels): void {
      const key = JSON.stringify(labels);
      const found = counts.get(key);
      if (found) found.value++;
      else counts.set(key, { labels, value: 1 });
    },
    samples: (): Sample[] => [...counts.values()],
  };
}

/** How long things take, by labels. @param bounds the upper bounds of the buckets in seconds, ascending */
export function createHistogram(bounds: readonly number[]) {
  const series = new Map<string, { labels: Labels; buckets: number[]; sum: number; count: number }>();
  return {
    observe(labels: Labels, seconds: number): void {
      const key = JSON.stringify(labels);
      let found = series.get(key);
      if (!found) series.set(key, (found = { labels, buckets: bounds.map(() => 0), sum: 0, count: 0 }));
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket !== -1) found.buckets[bucket] = (found.buckets[bucket] ?? 0) + 1;
      found.sum += seconds;
      found.count++;
    },
    /** Each bucket holds those below it, too. */
    samples: (): Sample[] =>
      [...series.values()].flatMap(({ labels, buckets, sum, count }) => {
        let below = 0;
        const upTo = bounds.map((bound, index): Sample => {
          below += buckets[index] ?? 0;
          return { suffix: "_bucket", labels: { ...labels, le: String(bound) }, value: below };
        });
        return [
          ...upTo,
          { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: count },
          { suffix: "_sum", labels, value: sum },
          { suffix: "_count", labels, value: count },
        ];
      }),
  };
}
