export type Exposition = {
  /** Of the series with this name and exactly these labels. @throws Error when there is none */
  value: (name: string, labels?: Record<string, string>) => number;
  find: (name: string, labels?: Record<string, string>) => number | undefined;
  /** All series, as they are written. */
  names: () => string[];
};

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (NaN|[+-]Inf|[-+.0-9e]+)$`);

/**
 * Reads Prometheus' text format 0.0.4 as a scraper does, from the format's own description.
 * @throws Error at the first line that a scraper would refuse: no type, a second type, a series twice, buckets that fall
 */
export function readExposition(text: string): Exposition {
  if (!text.endsWith("\n")) throw new Error("The last line has to end, too.");
  const types = new Map<string, string>();
  const series = new Map<string, number>();
  let bucket = { of: "", value: 0 };
  for (const line of text.slice(0, -1).split("\n")) {
    const type = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(line);
    if (type?.[1] && type[2]) {
      if (types.has(type[1])) throw new Error(`A second type: ${line}`);
      types.set(type[1], type[2]);
    }
    if (line.startsWith("# ")) continue;
    const [, name = "", labels = "", written = ""] = SAMPLE.exec(line) ?? [];
    if (name === "") throw new Error(`This is no sample: ${line}`);
    const family = name.replace(/_(?:bucket|sum|count)$/, "");
    if (!types.has(name) && types.get(family) !== "histogram") throw new Error(`It has no type: ${line}`);
    const key = `${name}{${labels}}`;
    if (series.has(key)) throw new Error(`It comes twice: ${line}`);
    const value = Number(written.replace("Inf", "Infinity"));
    series.set(key, value);
    if (name.endsWith("_bucket")) {
      const of = key.replace(/,?le="[^"]*"/, "");
      if (of === bucket.of && value < bucket.value) throw new Error(`A bucket holds those below it: ${line}`);
      bucket = { of, value };
    }
  }
  function find(name: string, labels: Record<string, string> = {}): number | undefined {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    return series.get(`${name}{${pairs.join(",")}}`);
  }
  return {
    find,
    value(name, labels) {
      const found = find(name, labels);
      if (found === undefined) throw new Error(`There is no ${name} with ${JSON.stringify(labels ?? {})}.`);
      return found;
    },
    names: () => [...series.keys()],
  };
}
