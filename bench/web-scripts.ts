import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const WEB = resolve(import.meta.dir, "../client/dist/web");
/** Each page is a chunk of its own: pages/<name>/route.tsx. */
const PAGE = /^route-/;

/**
 * Of the scripts that a page has loaded, by file name, those that it cannot work without: what index.html asks for, the
 * page's own chunk, and all that these import. The others are lazy parts that came meanwhile.
 */
export function scriptsWaitedFor(loaded: readonly string[]): Set<string> {
  const html = readFileSync(join(WEB, "index.html"), "utf8");
  const named = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, path]) => basename(path ?? ""));
  const waitedFor = new Set<string>();
  const take = (name: string): void => {
    if (waitedFor.has(name)) return;
    waitedFor.add(name);
    for (const imported of importsOf(name)) take(imported);
  };
  for (const name of [...named, ...loaded.filter((each) => PAGE.test(each))]) take(name);
  return waitedFor;
}

const transpiler = new Bun.Transpiler({ loader: "js" });

/** What must be there before the chunk runs; a script of public/ imports nothing. */
function importsOf(name: string): string[] {
  const path = join(WEB, "assets", name);
  if (!name.includes("-")) return [];
  return transpiler
    .scanImports(readFileSync(path, "utf8"))
    .filter(({ kind }) => kind === "import-statement")
    .map(({ path }) => basename(path));
}
