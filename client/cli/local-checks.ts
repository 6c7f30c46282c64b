import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { Checks, type Check } from "../../shared/check.ts";

/** The server's own code, in a process of its own: it looks at the disk, whether or not Porter runs. */
const DOCTOR = resolve(import.meta.dirname, "../../server/bootstrap/doctor.ts");

export async function checkHere(isRunning: boolean): Promise<Check[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    DOCTOR,
    ...(isRunning ? ["--running"] : []),
  ]);
  return Checks.parse(JSON.parse(stdout));
}

/** In ms. */
const PATIENCE = 5_000;

/** Whether who opens Porter's public address comes to Porter. */
export async function checkPublicAddress(origin: string): Promise<Check> {
  const check = (finding: string, todo: string | null): Check => ({
    id: "public-address",
    title: "Public address",
    finding,
    todo,
  });
  let answer: Response;
  try {
    answer = await fetch(`${origin}/health`, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return check(
      `${origin} cannot be reached from this machine: ${words}`,
      "Look at its DNS entry, its certificate and the reverse proxy. docs/reverse-proxy.md shows one that works.",
    );
  }
  if (answer.status === 421)
    return check(
      `${origin} leads to Porter under another name.`,
      "Have the reverse proxy pass the Host header on. docs/reverse-proxy.md shows how.",
    );
  const isPorter = answer.headers.get("content-type")?.startsWith("application/json") && answer.status < 500;
  if (isPorter) return check(`${origin} leads to Porter.`, null);
  return check(
    `${origin} answers ${answer.status}, and it is not Porter that does.`,
    "Look at where the reverse proxy leads. docs/reverse-proxy.md shows one that works.",
  );
}
