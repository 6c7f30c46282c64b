import { closeSync, constants, openSync, readSync } from "node:fs";

export type Terminal = {
  /**
   * The line that the person types behind the question; undefined when they end the input (Ctrl+D). What they typed
   * before is dropped: it answered something else.
   * @throws the signal's reason
   */
  ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
};

/** Not stdin, which may be a pipe (`git diff | …`). */
const TERMINAL = "/dev/tty";

/** The person's terminal, or undefined when nobody is there. */
export function findTerminal(): Terminal | undefined {
  if (!process.stderr.isTTY) return undefined;
  return {
    async ask(question, signal) {
      signal.throwIfAborted(); // An abort between two questions is heard by no listener.
      dropLines();
      process.stderr.write(question);
      // No ReadStream of node:tty: Bun does not end while that is open.
      const reader = Bun.file(TERMINAL).stream().getReader();
      const stop = () => void reader.cancel();
      signal.addEventListener("abort", stop);
      try {
        const { value } = await reader.read(); // The terminal edits the line, and gives it as a whole.
        if (signal.aborted) process.stderr.write("\n");
        signal.throwIfAborted();
        return value && new TextDecoder().decode(value).split("\n", 1)[0];
      } finally {
        signal.removeEventListener("abort", stop);
        await reader.cancel();
      }
    },
  };
}

/** Reads away the lines that wait in the terminal. */
function dropLines(): void {
  const terminal = openSync(TERMINAL, constants.O_RDONLY | constants.O_NONBLOCK);
  const dropped = new Uint8Array(1024);
  try {
    while (readSync(terminal, dropped) > 0);
  } catch (error) {
    const isEmpty = error instanceof Error && "code" in error && error.code === "EAGAIN";
    if (!isEmpty) throw error;
  } finally {
    closeSync(terminal);
  }
}
