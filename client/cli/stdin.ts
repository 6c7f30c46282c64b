/** All of what is piped in. */
export const readStdin = (): Promise<string> => Bun.stdin.text();

/** Words as they stand on the command line; a `-` among them is what is piped in, behind them. */
export async function readText(words: string[]): Promise<string> {
  const said = words.filter((word) => word !== "-").join(" ");
  if (!words.includes("-")) return said;
  return [said, (await readStdin()).trimEnd()].filter((text) => text.trim() !== "").join("\n\n");
}
