import { resolve } from "node:path";
import { buildClientPackage, install, run } from "./prepare.ts";

/** `bun run pack [folder]`: the typed client as a package for other projects, and as a tarball in the folder (here). */
await install();
const folder = await buildClientPackage();
const tarballs = resolve(process.argv[2] ?? ".");
await run([process.execPath, "pm", "pack", "--destination", tarballs, "--quiet"], folder);
process.stdout.write(`The package stands in ${folder}, and as a tarball in ${tarballs}.\n`);
