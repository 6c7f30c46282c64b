export type Terminal = {
  /** A line that the person types; undefined when they end the input (Ctrl+D). @throws the signal's reason */
  ask: (question: string, signal: AbortSignal) => Promise<string | undefined>;
};

/** The person's terminal, or undefined when nobody is there. */
export function findTerminal(): Terminal | undefined {
  if (!process.stderr.isTTY) return undefined;
  return {
    async ask(question, signal) {
      process.stderr.write(question);
      // Not stdin, which may be a pipe (`git diff | …`), nor a ReadStream of node:tty: Bun does not end while that is open.
      const reader = Bun.file("/dev/tty").stream().getReader();
      const stop = () => void reader.cancel();
      signal.addEventListener("abort", stop);
      try {
        const { value } = await reader.read(); // The terminal edits the line, and gives it as a whole.
        if (signal.aborted) process.stderr.write("\n");
        signal.throwIfAborted();
        return value && new TextDecoder().decode(value);
      } finally {
        signal.removeEventListener("abort", stop);
        await reader.cancel();
      }
    },
  };
}
