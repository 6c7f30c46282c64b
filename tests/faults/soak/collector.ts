import { heapStats } from "bun:jsc";
import { resolve } from "node:path";

/** What is left of a server's memory when its garbage is collected, in bytes and in objects of JavaScript. */
export type Remains = { memory: number; heap: number; objects: number };

const PATH = "PORTER_TEST_COLLECTOR";

/** For the server: loads this file before its own code. @param unix where its socket will be */
export const withCollector = (unix: string): Record<string, string> => ({
  BUN_OPTIONS: `--preload ${resolve(import.meta.path)}`,
  [PATH]: unix,
});

/** Has the server collect its garbage, which otherwise hides for minutes what grows. */
export const readRemains = async (unix: string): Promise<Remains> =>
  (await fetch("http://server/", { unix })).json();

const unix = process.env[PATH];
if (unix !== undefined && Bun.isMainThread) {
  const collect = (): Response => {
    Bun.gc(true);
    const { heapSize: heap, objectCount: objects } = heapStats();
    return Response.json({ memory: process.memoryUsage.rss(), heap, objects } satisfies Remains);
  };
  Bun.serve({ unix, fetch: collect }).unref();
}
