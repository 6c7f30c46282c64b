export type DiffLine = { kind: "same" | "removed" | "added"; text: string };

/** Beyond so many changed lines no one reads a diff line by line; it would take long, and say "all of it". */
const MOST_EDITS = 600;

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
const all = (kind: DiffLine["kind"], lines: readonly string[]): DiffLine[] =>
  lines.map((text) => ({ kind, text }));

/** How one text becomes the other, line by line, with the fewest changes. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...all("same", a.slice(0, start)), ...middle, ...all("same", a.slice(a.length - end))];
}

/**
 * The shortest edit script (E. W. Myers, "An O(ND) Difference Algorithm", 1986): forward over the furthest points of
 * each diagonal, then back along the way that came first to the end.
 */
function shortest(a: readonly string[], b: readonly string[]): DiffLine[] {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const trace: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (let edits = 0; edits <= most; edits++) {
    const next = new Map<number, number>();
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOf(furthest, diagonal, edits);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, [...trace, furthest]);
    }
    trace.push(furthest);
    furthest = next;
  }
  return [...all("removed", a), ...all("added", b)];
}

const comesFromAbove = (furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits ||
  (diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));

const startOf = (furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): number =>
  comesFromAbove(furthest, diagonal, edits)
    ? (furthest.get(diagonal + 1) ?? 0)
    : (furthest.get(diagonal - 1) ?? 0) + 1;

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly Map<number, number>[],
): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const isAdded = comesFromAbove(furthest, x - y, edits);
    const start = edits === 0 ? 0 : startOf(furthest, x - y, edits);
    const [fromX, fromY] = [start, start - (x - y)];
    while (x > fromX && y > fromY) {
      lines.push({ kind: "same", text: a[--x] ?? "" });
      y--;
    }
    if (edits === 0) break;
    if (isAdded) lines.push({ kind: "added", text: b[--y] ?? "" });
    else lines.push({ kind: "removed", text: a[--x] ?? "" });
  }
  return lines.toReversed();
}

/** What stands between changes, beyond so many lines around them, is folded: as the number of its lines. */
export function foldSame(
  lines: readonly DiffLine[],
  around = 3,
): (DiffLine | { kind: "folded"; count: number })[] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== "same");
  const folded: (DiffLine | { kind: "folded"; count: number })[] = [];
  lines.forEach((line, index) => {
    const last = folded.at(-1);
    if (isNear(index)) folded.push(line);
    else if (last?.kind === "folded") last.count++;
    else folded.push({ kind: "folded", count: 1 });
  });
  return folded;
}
