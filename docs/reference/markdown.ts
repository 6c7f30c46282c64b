/** `` `text` ``, whatever stands in it; `|` would end a cell of a table. */
export const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

/** In a table a line ends the row and `|` a cell, also within code. */
const cell = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "\\|");

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** A line of a list: name, type and meaning of a field. */
export function fieldLine(field: {
  name: string;
  isOptional: boolean;
  words: string;
  meaning: string;
}): string {
  const { name, isOptional, words, meaning } = field;
  return `- ${code(`${name}${isOptional ? "?" : ""}`)} ${code(words)}${meaning === "" ? "" : ` · ${meaning}`}`;
}

/** The address of a heading, as GitHub makes it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
