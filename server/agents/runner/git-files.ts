import { spawn } from "node:child_process";
import { NO_PROTOCOL } from "./git.ts";

const PATIENCE = 3_000;
const MOST_BYTES = 8_000_000;

/**
 * The files below a folder of a git repository, without the ignored ones; paths from the folder on. Undefined where
 * git cannot say: no repository, no git, one that it does not trust, too slow.
 */
export function listGitFiles(
  folder: string,
  environment: Record<string, string>,
): Promise<string[] | undefined> {
  const { promise, resolve } = Promise.withResolvers<string[] | undefined>();
  const child = spawn(
    "git",
    // A repository can name a program as its monitor; looking into it must not run one.
    [
      "-c",
      "core.fsmonitor=false",
      "ls-files",
      "-z",
      "--cached",
      "--others",
      "--exclude-standard",
      "--deduplicate",
    ],
    {
      cwd: folder,
      env: { ...environment, ...NO_PROTOCOL },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: PATIENCE,
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (output.length > MOST_BYTES) child.kill();
  });
  child.on("error", () => resolve(undefined));
  child.on("close", (code) => resolve(code === 0 ? output.split("\0").slice(0, -1) : undefined));
  return promise;
}
