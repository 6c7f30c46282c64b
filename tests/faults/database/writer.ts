import { resolve } from "node:path";

/** Runs `writer-program.ts` on a data folder, kills it after that many lines, and resolves with all that it said. */
export async function runWriter(dataDir: string, { killAfter }: { killAfter: number }): Promise<string[]> {
  const child = Bun.spawn([process.execPath, resolve(import.meta.dir, "writer-program.ts"), dataDir], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  let text = "";
  const decoder = new TextDecoder();
  for await (const piece of child.stdout) {
    text += decoder.decode(piece, { stream: true });
    if (text.split("\n").length > killAfter) child.kill("SIGKILL");
  }
  await child.exited;
  return text.split("\n").slice(0, -1); // The last line may be cut off, and so was not said.
}
