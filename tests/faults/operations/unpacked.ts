import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDebian, unpackPackage } from "../../support/debian.ts";

/** Where programs lie that are unpacked and installed nowhere: nothing of the system starts them. */
export const CACHE = resolve(import.meta.dir, "../../../node_modules/.cache/operations");

/** What keeps this machine from running them among mounts of their own, or undefined when nothing is known that does. */
export function whyNotUnpacked(): string | undefined {
  if (process.getuid?.() !== 0) return "it takes root";
  if (!isDebian()) return "its programs come from Debian's packages";
  const unshare = Bun.spawnSync(["unshare", "--mount", "true"], { stderr: "pipe" });
  return unshare.success ? undefined : unshare.stderr.toString().trim();
}

/** The folder of a package of Debian's. */
export async function unpacked(name: string): Promise<string> {
  const folder = join(CACHE, name);
  if (!existsSync(folder)) await unpackPackage(name, folder);
  return folder;
}
