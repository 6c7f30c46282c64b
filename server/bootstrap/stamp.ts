import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A digest of the contents of these files, and of all files below these folders. */
export function digest(root: string, paths: readonly string[]): string {
  const hash = new Bun.CryptoHasher("sha256");
  for (const path of paths.flatMap((path) => filesBelow(join(root, path)))) {
    hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== "dist")
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Does the work unless the stamp file says that it was done for the same digest. */
export async function onceFor(stampFile: string, wanted: string, work: () => Promise<void>): Promise<void> {
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  await work();
  writeFileSync(stampFile, wanted);
}
