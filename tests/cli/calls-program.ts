import { run } from "../../client/cli/run.ts";
import type { Ended } from "../support/run-program.ts";

/**
 * Calls of `bun porter` one after the other: their words as a JSON list of lists on stdin; how each has ended, as a
 * JSON list on stdout.
 */
const calls: string[][] = await Bun.stdin.json();

/** What is written to a stream meanwhile does not get there. @returns all of it, and puts the stream back */
function catchAll(stream: NodeJS.WriteStream): () => string {
  const { write } = stream;
  let all = "";
  stream.write = (piece: string | Uint8Array) => {
    all += typeof piece === "string" ? piece : new TextDecoder().decode(piece);
    return true;
  };
  return () => {
    stream.write = write;
    return all;
  };
}

const ended: Ended[] = [];
for (const args of calls) {
  const [stdout, stderr] = [catchAll(process.stdout), catchAll(process.stderr)];
  await run(args);
  ended.push({ code: Number(process.exitCode ?? 0), stdout: stdout(), stderr: stderr() });
  process.exitCode = 0;
}
process.stdout.write(JSON.stringify(ended));
