/** One component as it came: its content lines, unfolded (RFC 5545, 3.1). */
export type Block = { name: "VEVENT" | "VTIMEZONE"; lines: string[] };

/**
 * The events and the time zones of an iCalendar text, one after the other. An event is told without the alarms in it.
 * One that has no end is left out: the next one begins all the same.
 */
export function* blocksOf(text: string): Generator<Block> {
  let block: Block | undefined;
  let depth = 0;
  for (const line of linesOf(text)) {
    const [mark, name] = markOf(line);
    if (mark === "BEGIN" && (name === "VEVENT" || name === "VTIMEZONE")) {
      block = { name, lines: [] };
      depth = 0;
    } else if (block && mark === "END" && name === block.name) {
      yield block;
      block = undefined;
    } else if (block) {
      if (mark === "BEGIN") depth += 1;
      if (depth === 0 || block.name === "VTIMEZONE") block.lines.push(line);
      if (mark === "END" && depth > 0) depth -= 1;
    }
  }
}

/** It is a calendar, and none that was cut off on its way. */
export const isWholeCalendar = (text: string): boolean =>
  /^\uFEFF?\s*BEGIN:VCALENDAR\s/i.test(text.slice(0, 1_000)) &&
  /[\r\n]END:VCALENDAR\s*$/i.test(text.slice(-1_000));

/** A line may be folded in the middle of a character (RFC 5545, 3.1), which is put together before it is read. */
export function textOf(bytes: Buffer): string {
  const whole = bytes.toString("latin1").replace(/(\r\n|\n|\r)[ \t](?=[\x80-\xbf])/g, "");
  return new TextDecoder().decode(Buffer.from(whole, "latin1"));
}

/** Lines may end in CR, LF or both; one that begins with a blank goes on with the line before it. */
function* linesOf(text: string): Generator<string> {
  let line = "";
  for (const [part] of text.matchAll(/[^\r\n]+/g)) {
    if (part.startsWith(" ") || part.startsWith("\t")) {
      line += part.slice(1);
      continue;
    }
    if (line !== "") yield line;
    line = part;
  }
  if (line !== "") yield line;
}

function markOf(line: string): [mark: string | undefined, name: string | undefined] {
  const found = /^(BEGIN|END):([A-Z-]+)\s*$/i.exec(line);
  return [found?.[1]?.toUpperCase(), found?.[2]?.toUpperCase()];
}
