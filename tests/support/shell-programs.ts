import { installPackages, isDebian } from "./debian.ts";

/** The shells, beside bash, whose completion the tests try. */
const SHELLS = ["zsh", "fish"];

/** Installs Debian's where one is missing. */
export async function installShells(): Promise<void> {
  const missing = SHELLS.filter((name) => Bun.which(name) === null);
  if (missing.length === 0) return;
  if (!isDebian()) throw new Error(`Install ${missing.join(" and ")}: the tests of completion need them.`);
  await installPackages(...missing);
}
