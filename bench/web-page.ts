import { chromium, type Browser, type Page } from "@playwright/test";
import { findBrowser } from "../tests/support/browser.ts";
import type { Porter } from "../tests/support/server.ts";
import { toRow, type Row } from "./frame.ts";

type Named = { what: string; unit: "ms" | "KB" | "MB" | ""; aim?: number };

/** One line of the table, from what every round had. @param named.aim at most this much */
export const figure = ({ aim, ...named }: Named, samples: number[]): Row =>
  toRow({ ...named, samples, aims: aim === undefined ? [] : [{ of: "porter", most: aim }] });

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
