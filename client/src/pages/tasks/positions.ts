import { generateNKeysBetween } from "fractional-indexing";
import type { Task } from "../../../../shared/task.ts";

/** Directly before or behind another row. */
export type Place = { before: string } | { after: string };

/**
 * The positions that moved tasks will probably get, between the neighbours that this list shows. The server knows all
 * neighbours and has the last word.
 */
export function positionsAt(rows: readonly Task[], place: Place, moved: readonly string[]): string[] {
  const rest = rows.filter(({ id }) => !moved.includes(id));
  const target = "before" in place ? place.before : place.after;
  const at = rest.findIndex(({ id }) => id === target);
  if (at < 0) return [];
  const [above, below] = "before" in place ? [rest[at - 1], rest[at]] : [rest[at], rest[at + 1]];
  const from = above?.position ?? null;
  const to = below?.position ?? null;
  // Rows that the server has not placed yet stand on top with a position that is none of its own.
  const known = (position: string | null) =>
    position !== null && /^[A-Za-z]/.test(position) ? position : null;
  const [lower, upper] = [known(from), known(to)];
  if (lower !== null && upper !== null && lower >= upper) return [];
  return generateNKeysBetween(lower, upper, moved.length);
}
