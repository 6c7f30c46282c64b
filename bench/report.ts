import { isMet, type Aim, type Row } from "./frame.ts";

/** What `--json` writes. */
export type Run = {
  machine: string;
  /** With a `+` when the tree held changes. */
  commit: string;
  /** ISO 8601. */
  date: string;
  /** Of small sizes: not to be quoted. */
  isQuick: boolean;
  benches: { name: string; says: string; rows: Row[] }[];
};

type Column = { head: string; cell: (row: Row) => string };

const COLUMNS: Column[] = [
  { head: "floor", cell: ({ floor, unit }) => format(floor, unit) },
  { head: "Porter", cell: ({ porter, unit }) => format(porter, unit) },
  { head: "p99", cell: ({ p99 }) => format(p99, "ms") },
  { head: "ratio", cell: ({ ratio }) => format(ratio, "×") },
  { head: "growth", cell: ({ growth }) => format(growth, "×") },
  { head: "aim", cell: (row) => row.aims.map((aim) => describe(aim, row)).join(", ") },
];

/** A Markdown table for each bench; a column that nothing stands in is left out. */
export const toTables = ({ benches }: Run): string =>
  benches.map(({ name, says, rows }) => `## ${name}\n\n${says}\n\n${toTable(rows, COLUMNS)}`).join("\n");

export const toPage = (run: Run): string =>
  [
    "# Performance",
    "",
    `Made by \`bun run bench --page\` on ${run.date.slice(0, 10)} at ${run.commit} (${run.machine})${run.isQuick ? ", **with small sizes: not to be quoted**" : ""}.`,
    "Porter and its floors take turns in one run, so that both meet the same machine. Figures are medians unless a line",
    "names another quantile; p99 is that of one request or one arrival, in ms. ✓ and ✗ say whether an aim is met.",
    "",
    toTables(run),
  ].join("\n");

/**
 * What has changed since an earlier run. A change is outside of the noise when the ranges in which either run would find
 * its figure again (`Row.range`) have nothing in common; where the floors have none either and moved the same way, it may
 * be the machine.
 */
export function toComparison(old: Run, now: Run): string {
  const before = new Map(
    old.benches.flatMap(({ name, rows }) => rows.map((row) => [`${name}/${row.what}`, row])),
  );
  const tables = now.benches.map(({ name, rows }) => {
    const was = (row: Row) => before.get(`${name}/${row.what}`);
    return `## ${name}\n\n${toTable(rows, [
      { head: "old", cell: (row) => format(was(row)?.porter, row.unit) },
      { head: "new", cell: (row) => format(row.porter, row.unit) },
      { head: "new by old", cell: (row) => format(row.porter / (was(row)?.porter ?? Number.NaN), "×") },
      { head: "old to floor", cell: (row) => format(was(row)?.ratio, "×") },
      { head: "new to floor", cell: (row) => format(row.ratio, "×") },
      { head: "", cell: (row) => judge(was(row), row) },
    ])}`;
  });
  const [from, to] = [old, now].map(({ commit, date, machine }) => `${commit}, ${date}, ${machine}`);
  return [`old: ${from}`, `new: ${to}`, "", ...tables].join("\n");
}

export function judge(old: Row | undefined, now: Row): string {
  if (!old) return "new";
  const direction = move(old.range, now.range);
  if (direction === 0) return "within the noise";
  const floor = old.floorRange && now.floorRange ? move(old.floorRange, now.floorRange) : 0;
  const word = direction > 0 ? "**more**" : "**less**";
  return floor === direction ? `${word}, as the floor` : word;
}

/** 1 when all of the new range is above all of the old one, -1 when below, 0 when they meet. */
const move = ([low, high]: Row["range"], [newLow, newHigh]: Row["range"]): -1 | 0 | 1 =>
  newLow > high ? 1 : newHigh < low ? -1 : 0;

function describe(aim: Aim, row: Row): string {
  const unit = { porter: row.unit, p99: "ms", ratio: "×", growth: "×" }[aim.of];
  const limit = aim.most === undefined ? `≥ ${format(aim.least, unit)}` : `≤ ${format(aim.most, unit)}`;
  const subject = aim.of === "porter" ? "" : `${aim.of} `;
  return `${subject}${limit}${aim.as ? ` (${aim.as})` : ""} ${isMet(row, aim) ? "✓" : "✗"}`;
}

function toTable(rows: readonly Row[], columns: readonly Column[]): string {
  const used = columns.filter(({ cell }) => rows.some((row) => cell(row) !== ""));
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["what", ...used.map(({ head }) => head)]),
    line(["---", ...used.map(() => "--:")]),
    ...rows.map((row) => line([row.what, ...used.map(({ cell }) => cell(row))])),
    "",
  ].join("\n");
}

function format(value: number | undefined, unit: string): string {
  if (value === undefined || Number.isNaN(value)) return "";
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const number = value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return unit === "×" ? `${number}×` : `${number} ${unit}`.trim();
}
