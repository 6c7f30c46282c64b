import { basename } from "node:path";

/** Each page is a chunk of its own: pages/<name>/route.tsx. */
const PAGE = /^route-/;

/**
 * Of the scripts that a page has loaded, by file name, those that it cannot work without: what index.html asks for, the
 * page's own chunk, and all that these import. The others are lazy parts that came meanwhile. They are read from the
 * server that the page came from: the folder may hold another build by now.
 */
export async function scriptsWaitedFor(origin: string, loaded: readonly string[]): Promise<Set<string>> {
  const html = await read(`${origin}/`);
  const named = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, path]) => basename(path ?? ""));
  const waitedFor = new Set<string>();
  const take = async (name: string): Promise<void> => {
    if (waitedFor.has(name)) return;
    waitedFor.add(name);
    for (const imported of await importsOf(origin, name)) await take(imported);
  };
  for (const name of [...named, ...loaded.filter((each) => PAGE.test(each))]) await take(name);
  return waitedFor;
}

const transpiler = new Bun.Transpiler({ loader: "js" });

/** What must be there before the chunk runs; a script of public/ imports nothing. */
async function importsOf(origin: string, name: string): Promise<string[]> {
  if (!name.includes("-")) return [];
  return transpiler
    .scanImports(await read(`${origin}/assets/${name}`))
    .filter(({ kind }) => kind === "import-statement")
    .map(({ path }) => basename(path));
}

async function read(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}
