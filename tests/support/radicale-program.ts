import { installPackages, isDebian } from "./debian.ts";

/** The CalDAV server that the tests start. */
export const findRadicale = (): string | null => Bun.which("radicale");

/** Installs Debian's Radicale where it is missing. */
export async function installRadicale(): Promise<void> {
  if (findRadicale()) return;
  if (!isDebian()) throw new Error("Install Radicale (https://radicale.org): the tests of CalDAV need it.");
  await installPackages("radicale");
}
