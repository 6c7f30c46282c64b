import { existsSync } from "node:fs";

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
  const isDebian = existsSync("/usr/bin/apt-get");
  const isThere = findWholeBrowser() !== undefined;
  if (process.env.PORTER_TEST_BROWSER || (isThere && (existsSync(SHELL) || !isDebian))) return;
  if (!isDebian) throw new Error("Install Chromium, or name one with PORTER_TEST_BROWSER.");
  process.stderr.write("Installing Chromium from the system's packages …\n");
  await aptGet("update");
  await aptGet("install", "-y", "chromium", "chromium-headless-shell");
}

async function aptGet(...command: string[]): Promise<void> {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  const child = Bun.spawn([...sudo, "apt-get", ...command], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  if ((await child.exited) !== 0) throw new Error(`apt-get ${command.join(" ")} failed.`);
}
