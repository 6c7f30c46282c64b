import { createProgram } from "./program.ts";
import { run } from "./run.ts";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: Error & { code?: string }) => {
    // Who reads what is piped may have had enough (`| head`).
    if (error.code === "EPIPE") process.exit();
    if (stream === process.stdout) process.stderr.write(`bun porter: ${error.message}\n`); // Such as a full disk.
    process.exit(1);
  });
}

const args = process.argv.slice(2);
if (args[0] === "complete") {
  const { complete } = await import("./completion.ts");
  await complete(createProgram(), args.slice(1));
} else await run(args);
