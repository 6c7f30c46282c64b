import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { description, license, version } from "../../../package.json";
import { declareTypes } from "./types.ts";

/**
 * Makes the package `porter` for other projects, which needs no other package: `bun client/sdk/package/build.ts <folder>`.
 * What it holds is bundled, so it is small and its versions are those that Porter is tested with.
 */
const ROOT = resolve(import.meta.dirname, "../../..");

const MANIFEST = {
  name: "porter",
  version,
  description: `The typed client of Porter. ${description}`,
  license,
  type: "module",
  exports: { "./client": { types: "./index.d.ts", default: "./index.js" } },
  files: ["index.js", "index.d.ts", "THIRD-PARTY.txt"],
  engines: { node: ">=20" },
};

async function build(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await declareTypes(ROOT, folder);
  const { metafile } = await Bun.build({
    entrypoints: [join(ROOT, "client/sdk/index.ts")],
    outdir: folder,
    naming: "index.js",
    target: "node",
    metafile: true,
  });
  if (!metafile) throw new Error("The bundler does not say what it has bundled.");
  writeFileSync(join(folder, "THIRD-PARTY.txt"), licensesOf(Object.keys(metafile.inputs)));
  copyFileSync(join(ROOT, "client/sdk/README.md"), join(folder, "README.md"));
  copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(MANIFEST, null, 2)}\n`);
}

/** Each package that is bundled wants its own to be kept. */
function licensesOf(files: string[]): string {
  const packages = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(packages)]
    .sort()
    .map((path) => `${path.split("node_modules/").at(-1)}\n\n${readFileSync(join(path, "LICENSE"), "utf8")}`)
    .join("\n---\n\n");
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Which folder? `bun run pack` knows.");
await build(resolve(folder));
