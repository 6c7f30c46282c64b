/** A Dockerfile as far as Porter's is one: instructions with their arguments, lines that go on put together. */
export type Instruction = { name: string; args: string };

export function readDockerfile(text: string): Instruction[] {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name, args] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
      if (name === undefined || args === undefined) throw new Error(`This is no instruction: ${line}`);
      return { name, args };
    });
}

/** What the last stage sets by ENV. */
export function environmentOf(instructions: readonly Instruction[]): Record<string, string> {
  const pairs = lastStage(instructions)
    .filter(({ name }) => name === "ENV")
    .flatMap(({ args }) => args.split(/\s+/).map((pair) => pair.split("=")));
  return Object.fromEntries(pairs.map(([name = "", value = ""]) => [name, value]));
}

export const lastStage = (instructions: readonly Instruction[]): Instruction[] =>
  instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));

/** A command in exec form. @throws SyntaxError when it is a shell's */
export function execForm(instructions: readonly Instruction[], name: "ENTRYPOINT" | "CMD"): string[] {
  const found = lastStage(instructions).findLast((one) => one.name === name);
  return JSON.parse(found?.args ?? "");
}
