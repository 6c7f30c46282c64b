import { defineConfig } from "@playwright/test";
import { findBrowser } from "../support/browser.ts";
import type { Options } from "./support.ts";

export const launchOptions = {
  executablePath: findBrowser(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** A page of a test ends before what the optimizing compilers cost has come back: a tenth of its work. */
const SHORT_LIVED = "--js-flags=--no-opt --no-maglev";

export default defineConfig<Options>({
  testDir: ".",
  testMatch: "*.e2e.ts",
  // Only what hangs meets these, on a slow machine too.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 2,
  fullyParallel: true,
  outputDir: "../../test-results",
  // The report for tests/run.ts; without a file it would be printed.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["list"], ["json"]] : [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    // Each new browser would fetch and keep the whole app: half of what a page costs.
    serviceWorkers: "block",
    // A lamp that pulses while a test waits is drawn sixty times a second; and a page that is checked holds still.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: { ...launchOptions, args: [...launchOptions.args, SHORT_LIVED] },
  },
});
