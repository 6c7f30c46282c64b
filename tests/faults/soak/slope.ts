/** A reading: when, in ms, and what. */
export type Point = { at: number; value: number };

/** How fast a value grows, by least squares over all readings: in its unit for each minute. */
export function slopePerMinute(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const at = mean((point) => point.at);
  const value = mean((point) => point.value);
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  if (spread === 0) throw new Error("A slope needs readings at two moments.");
  const together = points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0);
  return (together / spread) * 60_000;
}
