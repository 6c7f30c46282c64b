import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];
type Stream = { isTTY?: boolean; columns?: number };

/** For who asks for data instead of words. */
export type JsonOption = { json?: boolean };

/** What a terminal would take as an order instead of showing it, and what turns the direction of a text. */
const ORDERS = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text from outside as a terminal may have it: it can neither move the cursor nor colour or hide anything. */
export const harmless = (text: string): string => text.replace(ORDERS, "");

/** The same for every text in what a procedure answered. */
export function harmlessIn<T>(value: T): T {
  if (typeof value === "string") return harmless(value) as T; // T is a string here
  if (Array.isArray(value)) return value.map(harmlessIn) as T; // the same items
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, harmlessIn(one)])) as T; // the same keys
}

/** JSON that a terminal shows as it is: JSON itself escapes the C0 controls only. */
const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    ORDERS,
    (order) => `\\u${order.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A result: as one JSON document, or in words. `words` is given harmless texts. */
export function print<T>({ json }: JsonOption, data: T, words: (data: T) => string): void {
  const text = json ? toJson(data, 2) : words(harmlessIn(data));
  if (text !== "") process.stdout.write(`${text}\n`);
}

/** A thing of a live stream, or a failure, as one line of JSON. */
export function printJsonLine(data: unknown, stream: NodeJS.WriteStream = process.stdout): void {
  stream.write(`${toJson(data)}\n`);
}

/** For the person alone: not part of the result, so that what is piped is data and nothing else. */
export const tell = (words: string): boolean => process.stderr.write(`${words}\n`);

/** Only where somebody looks: "there is nothing" is no data. */
export const hint = ({ json }: JsonOption, words: string): void => {
  if (!json && process.stdout.isTTY) tell(paint("dim", words, process.stderr));
};

export function paint(style: Style, text: string, stream: Stream = process.stdout): string {
  const isPlain = !stream.isTTY || Boolean(process.env["NO_COLOR"]) || process.env["TERM"] === "dumb";
  return isPlain ? text : styleText(style, text, { validateStream: false });
}

/** In this machine's time: 2026-03-12 17:30. */
export const minute = (date: Date): string => date.toLocaleString("sv-SE").slice(0, 16);
