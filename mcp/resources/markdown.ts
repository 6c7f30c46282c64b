/** As a block quote: nothing in it can end it. */
export const quote = (text: string): string =>
  text
    .trim()
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");

/** On one line, whatever breaks lines in it. */
export const readableLine = (text: string): string => text.replace(/\s+/g, " ").trim();
