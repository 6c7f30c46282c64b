import { join, resolve } from "node:path";
import { digest, onceFor } from "./stamp.ts";

/**
 * What has to be in place before Porter's own code can run: packages and the built web app. Nothing here may import
 * a package. Progress goes to stderr; stdout belongs to the server's one line.
 */
const ROOT = resolve(import.meta.dir, "../..");

async function run(command: string[]): Promise<void> {
  const child = Bun.spawn(command, {
    cwd: ROOT,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code === 0) return;
  process.stderr.write(out + err);
  throw new Error(`\`${command.join(" ")}\` ended with code ${code}.`);
}

/** Installs the packages of bun.lock, unless they are in place. */
export function install(): Promise<void> {
  const wanted = digest(ROOT, ["package.json", "bun.lock"]);
  return onceFor(join(ROOT, "node_modules/.porter-installed"), wanted, async () => {
    process.stderr.write("Installing packages …\n");
    await run([process.execPath, "install", "--frozen-lockfile"]);
  });
}

/** Builds the web app and the typed client for Node, unless nothing has changed since the last build. */
export function build(): Promise<void> {
  const wanted = digest(ROOT, ["client", "shared", "bun.lock"]);
  return onceFor(join(ROOT, "client/dist/.porter-built"), wanted, async () => {
    process.stderr.write("Building the web app …\n");
    const vite = join(ROOT, "node_modules/vite/bin/vite.js");
    await run([process.execPath, "--bun", vite, "build", "--config", "client/vite.config.ts"]);
    const output = ["--outdir", "client/dist/sdk", "--target", "node"];
    await run([process.execPath, "build", "client/sdk/index.ts", ...output]);
  });
}
