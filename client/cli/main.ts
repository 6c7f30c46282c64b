import { createProgram } from "./program.ts";
import { run } from "./run.ts";

// Who reads what is piped may have had enough (`| head`).
process.stdout.on("error", (error: Error & { code?: string }) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const args = process.argv.slice(2);
if (args[0] === "complete") {
  const { complete } = await import("./completion.ts");
  await complete(createProgram(), args.slice(1));
} else await run(args.length === 0 ? ["help"] : args);
