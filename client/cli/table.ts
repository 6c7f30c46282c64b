import { paint, type Style } from "./output.ts";

export type Column<Row> = {
  head: string;
  of: (row: Row) => string;
  style?: (row: Row) => Style | undefined;
  /** What is too long for the terminal is cut here. One column of a table has it. */
  gives?: true;
};

const GAP = "  ";
const DEFAULT_WIDTH = 80;
const LEAST_WIDTH = 12;

/** Lines of columns, cut to the terminal. Piped: whole, a tab between the columns, and no heads. */
export function table<Row>(rows: Row[], columns: Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ of }) => of(row).replace(/\s+/g, " ").trim()));
  if (!process.stdout.isTTY) return cells.map((line) => line.join("\t")).join("\n");
  if (rows.length === 0) return "";
  const widths = columns.map(({ head }, at) =>
    Math.max(...[head, ...cells.map((line) => line[at] ?? "")].map((text) => Bun.stringWidth(text))),
  );
  const giving = columns.findIndex(({ gives }) => gives);
  const others = widths.reduce((sum, width, at) => sum + (at === giving ? 0 : width + GAP.length), 0);
  const room = Math.max((process.stdout.columns || DEFAULT_WIDTH) - others, LEAST_WIDTH);
  if (giving >= 0) widths[giving] = Math.min(widths[giving] ?? 0, room);
  const line = (texts: string[], styleOf: (at: number) => Style | undefined) =>
    texts
      .map((text, at) => {
        const fitted = fit(text, widths[at] ?? 0);
        const style = styleOf(at);
        return style ? paint(style, fitted) : fitted;
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ head }) => head),
      () => "dim",
    ),
    ...rows.map((row, index) => line(cells[index] ?? [], (at) => columns[at]?.style?.(row))),
  ].join("\n");
}

/** Exactly so wide, in cells of a terminal: padded, or cut with "…". */
function fit(text: string, width: number): string {
  const all = Bun.stringWidth(text);
  if (all <= width) return text + " ".repeat(width - all);
  let kept = "";
  let taken = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const wide = Bun.stringWidth(segment);
    if (taken + wide > width - 1) break;
    kept += segment;
    taken += wide;
  }
  return `${kept}…${" ".repeat(Math.max(0, width - 1 - taken))}`;
}

/** Facts of one thing, a line for each; those without a value are left out. */
export function facts(pairs: [name: string, value: string | number | null | undefined][]): string {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${paint("dim", name.padEnd(width))}  ${value}`).join("\n");
}
