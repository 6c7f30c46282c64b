import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDebian, unpackPackage } from "./debian.ts";

/** Where the programs are in their packages. */
const PROGRAMS = { nginx: "usr/sbin/nginx", caddy: "usr/bin/caddy" };
export type ProxyProgram = keyof typeof PROGRAMS;

const CACHE = resolve(import.meta.dir, "../../node_modules/.cache/proxies");

/** The path of a reverse proxy: the machine's own, else the one of Debian's package, unpacked at the first call. */
export async function findProxy(name: ProxyProgram): Promise<string> {
  const own = Bun.which(name);
  if (own) return own;
  const folder = join(CACHE, name);
  const path = join(folder, PROGRAMS[name]);
  if (existsSync(path)) return path;
  if (!isDebian()) throw new Error(`Install ${name}: the tests of reverse proxies need it.`);
  await unpackPackage(name, folder);
  return path;
}

/** One after the other: apt has a lock. */
export async function installProxies(): Promise<void> {
  await findProxy("nginx");
  await findProxy("caddy");
}
