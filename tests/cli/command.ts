import { join } from "node:path";
import { WITH_BUN_CACHE } from "../support/server.ts";

export const MAIN = join(import.meta.dir, "../../client/cli/main.ts");

/** `bun porter …` in a process of its own, with nothing of the machine's environment but PATH. */
export async function porterCommand(args: string[], env: Record<string, string> = {}) {
  const child = Bun.spawn([process.execPath, MAIN, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...WITH_BUN_CACHE, ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}
