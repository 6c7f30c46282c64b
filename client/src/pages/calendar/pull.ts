/** So near to an edge, in px, the view begins to scroll, and at the edge itself so fast, in px per ms. */
const ZONE = 56;
const FASTEST = 0.9;

/** How fast a view scrolls under a pointer at `y` that was pressed at `pressed`; not towards where it came from. */
export function pullOf(y: number, pressed: number, { top, bottom }: Pick<DOMRect, "top" | "bottom">): number {
  const [above, below] = [top + ZONE - y, y - (bottom - ZONE)];
  if (above > 0 && y < pressed) return -FASTEST * Math.min(1, above / ZONE);
  if (below > 0 && y > pressed) return FASTEST * Math.min(1, below / ZONE);
  return 0;
}
