/** The value below which `share` of the samples lie (nearest rank). */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Standard deviations on either side that hold 95 % of a normal distribution. */
const Z95 = 1.96;

/**
 * Where that quantile lies, 95 times of 100, whatever the samples' distribution: the ranks of a binomial confidence
 * interval (Conover, Practical Nonparametric Statistics, 3.2). With few samples it is from the least to the greatest.
 */
export function rangeOf(samples: readonly number[], share: number): [number, number] {
  const half = (Z95 * Math.sqrt(samples.length * share * (1 - share))) / samples.length;
  return [quantile(samples, share - half), quantile(samples, Math.min(1, share + half))];
}
