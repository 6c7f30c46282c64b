import { existsSync } from "node:fs";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser that the tests drive: PORTER_TEST_BROWSER, or the one that the system has. */
export function findBrowser(): string | undefined {
  return process.env.PORTER_TEST_BROWSER ?? CANDIDATES.find((path) => existsSync(path));
}

/** Installs Debian's chromium where there is none. Elsewhere PORTER_TEST_BROWSER has to name one. */
export async function installBrowser(): Promise<void> {
  if (findBrowser()) return;
  if (!existsSync("/usr/bin/apt-get"))
    throw new Error("Install Chromium, or name one with PORTER_TEST_BROWSER.");
  process.stderr.write("Installing Chromium from the system's packages …\n");
  const sudo = process.getuid?.() === 0 ? [] : ["sudo"];
  for (const command of [
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "chromium"],
  ]) {
    const child = Bun.spawn([...sudo, ...command], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
    });
    if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed.`);
  }
}
