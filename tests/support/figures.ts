import { appendFileSync } from "node:fs";

/** What one test of `tests/faults` found: a room of the suite, what was counted or measured, how much of it. */
export type Figure = { room: string; what: string; value: number; unit: string };

/**
 * Prints a figure, and adds it as a line of JSON to the file that `PORTER_TEST_FIGURES` names, from which
 * `tests/faults/reliability.ts` makes `docs/reliability.md`. A test says its figure after the last of its expectations, so
 * that only what held is written down.
 * @param unit empty for a count
 */
export function figure(room: string, what: string, value: number, unit = ""): void {
  const path = process.env.PORTER_TEST_FIGURES;
  const line: Figure = { room, what, value, unit };
  if (path) appendFileSync(path, `${JSON.stringify(line)}\n`);
  process.stdout.write(`${room}: ${what}: ${format(line)}\n`);
}

/** The value as a person reads it. */
export const format = ({ value, unit }: Pick<Figure, "value" | "unit">): string =>
  `${value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 })} ${unit}`.trim();
