import { paint, type Style } from "./output.ts";

export type Column<Row> = {
  head: string;
  of: (row: Row) => string;
  style?: (row: Row) => Style | undefined;
  /** What is too long for the terminal is cut here. One column of a table has it. */
  gives?: true;
  /** Left out where the terminal is too narrow for all; the last of them first. */
  yields?: true;
};

const GAP = "  ";
const DEFAULT_WIDTH = 80;
const LEAST_WIDTH = 12;

/** Lines of columns, cut to the terminal. Piped: whole, a tab between the columns, and no heads. */
export function table<Row>(rows: Row[], all: Column<Row>[]): string {
  if (!process.stdout.isTTY) return rows.map((row) => all.map((one) => cell(one, row)).join("\t")).join("\n");
  if (rows.length === 0) return "";
  const terminal = process.stdout.columns || DEFAULT_WIDTH;
  const columns = fitting(rows, all, terminal);
  const widths = columns.map((one) => widthOf(rows, one));
  const giving = columns.findIndex(({ gives }) => gives);
  const others = widths.reduce((sum, width, at) => sum + (at === giving ? 0 : width + GAP.length), 0);
  const room = Math.max(terminal - others, LEAST_WIDTH);
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
    ...rows.map((row) =>
      line(
        columns.map((one) => cell(one, row)),
        (at) => columns[at]?.style?.(row),
      ),
    ),
  ].join("\n");
}

const cell = <Row>({ of }: Column<Row>, row: Row): string => of(row).replace(/\s+/g, " ").trim();

const widthOf = <Row>(rows: Row[], column: Column<Row>): number =>
  Math.max(...[column.head, ...rows.map((row) => cell(column, row))].map((text) => Bun.stringWidth(text)));

/** The columns that have room side by side. */
function fitting<Row>(rows: Row[], columns: Column<Row>[], terminal: number): Column<Row>[] {
  const widths = columns.map((one) => (one.gives ? LEAST_WIDTH : widthOf(rows, one)));
  const needed = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  const last = columns.findLastIndex(({ yields }) => yields);
  return needed <= terminal || last === -1 ? columns : fitting(rows, columns.toSpliced(last, 1), terminal);
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
