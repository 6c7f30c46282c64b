import { join, resolve } from "node:path";
import { digest, onceFor } from "./stamp.ts";

/**
 * What has to be in place before Porter's own code can run: packages and the built web app. Nothing here may import
 * a package. Progress goes to stderr; stdout belongs to the server's one line.
 */
const ROOT = resolve(import.meta.dir, "../..");
/** The built server. */
export const SERVER = join(ROOT, "dist/server.js");

/** The command's own words are shown only when it fails. @throws Error when it fails */
export async function run(command: string[], cwd = ROOT): Promise<void> {
  const child = Bun.spawn(command, {
    cwd,
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

/** Builds what `bun start` runs, unless nothing has changed since the last build. */
export async function build(): Promise<void> {
  await Promise.all([buildWeb(), buildServer()]);
}

/** The web app, and the typed client for Node. */
function buildWeb(): Promise<void> {
  const wanted = digest(ROOT, ["client", "shared", "bun.lock"]);
  return onceFor(join(ROOT, "client/dist/.porter-built"), wanted, async () => {
    process.stderr.write("Building the web app …\n");
    const vite = join(ROOT, "node_modules/vite/bin/vite.js");
    await run([process.execPath, "--bun", vite, "build", "--config", "client/vite.config.ts"]);
    await bundle("client/sdk/index.ts", "client/dist/sdk", "index.js", ["--target", "node"]);
  });
}

/**
 * The server, one readable file, compiled: more than half of a start from the sources goes into
 * reading and compiling them. What is loaded only by those who use it stays in node_modules. A source map would cost
 * 60 ms of each start.
 */
function buildServer(): Promise<void> {
  const wanted = digest(ROOT, ["server", "mcp", "client/sdk", "shared", "package.json", "bun.lock"]);
  return onceFor(join(ROOT, "dist/.porter-built"), wanted, async () => {
    process.stderr.write("Building the server …\n");
    // Without it Bun writes down the folder of the source, where the built server need not be.
    const where = ["--define", "import.meta.dir=module.path"];
    const compiled = ["--target", "bun", "--format", "cjs", "--bytecode", ...where];
    const seldom = ["@googleapis/calendar", "@opentelemetry/*", "web-push"].flatMap((name) => [
      "--external",
      name,
    ]);
    await bundle("server/main.ts", "dist", "server.js", [...compiled, ...seldom]);
  });
}

/**
 * The typed client as a package for other projects; no part of `bun start`. Its types are made of the whole router.
 * @returns its folder
 */
export async function buildClientPackage(): Promise<string> {
  const folder = join(ROOT, "dist/porter-client");
  const wanted = digest(ROOT, ["client/sdk", "server", "shared", "package.json", "bun.lock", "LICENSE"]);
  await onceFor(join(folder, ".porter-built"), wanted, async () => {
    process.stderr.write("Building the client for other projects …\n");
    await run([process.execPath, "client/sdk/package/build.ts", folder]);
  });
  return folder;
}

function bundle(entry: string, folder: string, name: string, options: string[]): Promise<void> {
  return run([process.execPath, "build", entry, "--outdir", folder, "--entry-naming", name, ...options]);
}
