import { existsSync } from "node:fs";
import { installPackages, isDebian } from "./debian.ts";

const SHELL = "/usr/bin/chromium-headless-shell";
const WHOLE = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser that shows notifications, too: PORTER_TEST_BROWSER, or one that the system has. */
export const findWholeBrowser = (): string | undefined =>
  process.env.PORTER_TEST_BROWSER ?? WHOLE.find((path) => existsSync(path));

/** The browser that the tests drive. A shell lacks what only a window needs, and takes a quarter less of the machine. */
export const findBrowser = (): string | undefined =>
  process.env.PORTER_TEST_BROWSER ?? (existsSync(SHELL) ? SHELL : findWholeBrowser());

/** Installs Debian's chromium where it is missing. Elsewhere PORTER_TEST_BROWSER may have to name one. */
export async function installBrowser(): Promise<void> {
  const isThere = findWholeBrowser() !== undefined;
  if (process.env.PORTER_TEST_BROWSER || (isThere && (existsSync(SHELL) || !isDebian()))) return;
  if (!isDebian()) throw new Error("Install Chromium, or name one with PORTER_TEST_BROWSER.");
  await installPackages("chromium", "chromium-headless-shell");
}
