import { harmless, paint, tell } from "../output.ts";

export type Screen = ReturnType<typeof createScreen>;

/**
 * What an agent writes goes to stdout, and what else there is to say to stderr: what is piped is the answer alone. On
 * a terminal, where both are seen, each note has lines of its own.
 */
export function createScreen() {
  const isSeen = process.stdout.isTTY;
  let isInLine = false;
  let isBehindNote = true;
  /** While the person types: what came since. */
  let held: (() => void)[] | undefined;

  return {
    text(piece: string): void {
      if (held) return void held.push(() => this.text(piece));
      const clean = harmless(piece);
      const shown = isSeen && isBehindNote ? clean.replace(/^\n+/, "") : clean;
      if (shown === "") return;
      isBehindNote = false;
      isInLine = !shown.endsWith("\n");
      process.stdout.write(shown);
    },

    /** `words` are harmless. */
    note(words: string): void {
      if (held) return void held.push(() => this.note(words));
      if (isSeen) this.endLine();
      isBehindNote = true;
      tell(words);
    },

    /** Shows nothing until `release`. */
    hold(): void {
      held ??= [];
    },

    release(): void {
      const since = held ?? [];
      held = undefined;
      for (const show of since) show();
    },

    /** The answer ends with the end of a line, in a file, too. */
    endLine(): void {
      if (isInLine) process.stdout.write("\n");
      isInLine = false;
    },
  };
}

export const dim = (text: string): string => paint("dim", text, process.stderr);
