import { InvalidArgumentError, Option } from "commander";

/** Parsers of options and arguments: what they refuse is told with the option's name, and exits 2. */

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}

export function dollars(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("It must be an amount in US dollars such as 0.50.");
}

export const jsonOption = () => new Option("--json", "print JSON, also for errors");

const LIMIT = 50;

export const limitOption = () =>
  new Option("--limit <n>", "at most so many; 0: all").argParser(wholeNumber(0)).default(LIMIT);
