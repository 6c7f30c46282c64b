import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";

const WORKER = "sw.js";
/** Too much for a shell that every visitor keeps: without it, code is shown without colours. */
const LEFT_OUT = "assets/highlight/";

/** Everything that was built, as paths of the server, and a digest of it. */
function readShell(folder: string): { version: string; files: string[] } {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name !== WORKER && !name.startsWith(LEFT_OUT) && statSync(join(folder, name)).isFile())
    .sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  return {
    version: hash.digest("hex").slice(0, 16),
    files: names.map((name) => `/${name.replaceAll("\\", "/")}`),
  };
}

/**
 * Builds the service worker behind the app, because it names the app's files. It has no hash in its own name: browsers
 * find a new version under the address of the old one.
 */
export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "porter-service-worker",
    apply: "build",
    configResolved: (resolved) => {
      config = resolved;
    },
    writeBundle: async ({ dir }) => {
      const folder = dir ?? join(config.root, config.build.outDir);
      await build({
        configFile: false,
        root: config.root,
        logLevel: "warn",
        define: { PORTER_SHELL: JSON.stringify(readShell(folder)) },
        build: {
          outDir: folder,
          emptyOutDir: false,
          copyPublicDir: false,
          target: "es2022",
          rolldownOptions: {
            input: join(config.root, "src/service-worker/worker.ts"),
            output: { format: "iife", entryFileNames: WORKER },
          },
        },
      });
    },
  };
}
