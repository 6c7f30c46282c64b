const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * Structural sharing that knows Dates: `next`, with every part that equals its counterpart in `previous` replaced by
 * it. query-core's own takes two equal Dates for different values, and so every refetched row for a new one.
 */
export function shareEqual<T>(previous: unknown, next: T): T {
  // Each branch returns `previous` only where it has been found equal to `next`, hence of its type.
  if (Object.is(previous, next)) return next;
  if (previous instanceof Date && next instanceof Date) {
    return previous.getTime() === next.getTime() ? (previous as T) : next;
  }
  if (Array.isArray(previous) && Array.isArray(next)) {
    const items = next.map((item, index) => shareEqual(previous[index], item));
    const same =
      previous.length === items.length && items.every((item, index) => Object.is(item, previous[index]));
    return (same ? previous : items) as T;
  }
  if (isPlain(previous) && isPlain(next)) {
    const keys = Object.keys(next);
    const shared: Record<string, unknown> = {};
    let same = Object.keys(previous).length === keys.length;
    for (const key of keys) {
      shared[key] = shareEqual(previous[key], next[key]);
      same &&= key in previous && Object.is(shared[key], previous[key]);
    }
    return (same ? previous : shared) as T;
  }
  return next;
}
