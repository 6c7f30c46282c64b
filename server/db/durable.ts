import { closeSync, fsyncSync, openSync } from "node:fs";

/** Waits until the file is on the disk. A name is there only when its folder is: so also for folders. */
export function flush(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A UTC moment as part of a file's name: `20260312T173000123Z`. Names that begin so are in the order of time. */
export const stampOf = (moment: Date): string => moment.toISOString().replaceAll(/[-:.]/g, "");

/** The moment of a stamp, or undefined for what is none. */
export function momentOf(stamp: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(stamp);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second, ms] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}
