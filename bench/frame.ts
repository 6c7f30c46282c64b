import { median, quantile, rangeOf } from "./statistics.ts";

/** One line of the table. Figures are medians unless `what` names another quantile. */
export type Row = {
  what: string;
  unit: string;
  /** The same work with as little as it can be done with, in the same run. */
  floor?: number;
  porter: number;
  /** In ms, also where the unit is another: of one request, one delta, one arrival. */
  p99?: number;
  /** Porter by floor. */
  ratio?: number;
  /** The largest size by the smallest. */
  growth?: number;
  aims: Aim[];
  /** Where the figures would lie 95 times of 100, by the run's own samples: what `--compare` calls noise. */
  range: [number, number];
  floorRange?: [number, number];
};

/** What one of the figures is to be at most or at least; `as` says where the number comes from. */
export type Aim = { of: "porter" | "p99" | "ratio" | "growth"; most?: number; least?: number; as?: string };

export type Bench = {
  name: string;
  /** What is measured and how, in a sentence or two. */
  says: string;
  /** @param options.isQuick small sizes and few rounds: to see that it works, not to be quoted */
  run: (options: { isQuick: boolean }) => Promise<Row[]>;
};

/** A line from what every round had. @param share the quantile that is told, 0.5 for the median */
export function toRow(given: {
  what: string;
  unit: string;
  samples: readonly number[];
  share?: number;
  floor?: readonly number[];
  p99?: number | undefined;
  growth?: number | undefined;
  aims?: Aim[] | ((floor: number) => Aim[]);
}): Row {
  const { what, unit, samples, share = 0.5, floor, p99, growth, aims = [] } = given;
  const porter = quantile(samples, share);
  const least = floor && quantile(floor, share);
  return {
    what,
    unit,
    porter,
    range: rangeOf(samples, share),
    ...(floor && least !== undefined && { floor: least, floorRange: rangeOf(floor, share) }),
    ...(least !== undefined && least > 0 && { ratio: porter / least }),
    ...(p99 !== undefined && { p99 }),
    ...(growth !== undefined && { growth }),
    aims: typeof aims === "function" ? aims(least ?? Number.NaN) : aims,
  };
}

/** How much the largest size takes of what the smallest takes. */
export const growthOf = (smallest: readonly number[], largest: readonly number[]): number =>
  median(largest) / median(smallest);

export function isMet(row: Row, { of, most = Infinity, least = -Infinity }: Aim): boolean {
  const figure = row[of];
  return figure !== undefined && figure <= most && figure >= least;
}
