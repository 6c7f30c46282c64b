import { chromium, type Browser, type Page } from "@playwright/test";
import { findBrowser } from "../tests/support/browser.ts";
import type { Porter } from "../tests/support/server.ts";
import { median } from "./statistics.ts";

export type WebFigure = {
  what: string;
  unit: "ms" | "KB" | "MB" | "";
  median: number;
  /** The worst of all rounds. */
  worst: number;
  /** At most this much; undefined where there is no aim. */
  aim?: number;
};

/** One line of the table, from what every round had. */
export const figure = (named: Pick<WebFigure, "what" | "unit" | "aim">, samples: number[]): WebFigure => ({
  ...named,
  median: median(samples),
  worst: Math.max(...samples),
});

export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("There is no Chromium. Name one with PORTER_TEST_BROWSER.");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** A page of a browser that has never been here, but is signed in. Closing it forgets all that it kept. */
export async function openPage(browser: Browser, porter: Porter): Promise<{ page: Page } & AsyncDisposable> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ baseURL: porter.url, viewport });
  const answer = await context.request.post("/login", {
    data: { token: porter.token },
    headers: { origin: porter.url },
  });
  if (!answer.ok()) throw new Error(`The sign-in was refused: ${answer.status()}`);
  return { page: await context.newPage(), [Symbol.asyncDispose]: () => context.close() };
}
