import { chromium, type Browser, type CDPSession, type Page } from "@playwright/test";
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

/** What `metricsOf` reads: times of the page's main thread itself, whatever else the machine does. */
export async function openMetrics(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  return devtools;
}

/** All in ms. `task`: what the main thread has done until now, `script` of it; `at`: when that was. */
export async function metricsOf(devtools: CDPSession): Promise<{ task: number; script: number; at: number }> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const read = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1_000;
  return { task: read("TaskDuration"), script: read("ScriptDuration"), at: performance.now() };
}

/** How long the main thread was at work for each frame of what is done meanwhile, in ms. @returns also the frames' times */
export async function measureFrames(
  page: Page,
  work: () => Promise<number[]>,
): Promise<{ times: number[]; own: number }> {
  const devtools = await openMetrics(page);
  const before = await metricsOf(devtools);
  const times = await work();
  return { times, own: ((await metricsOf(devtools)).task - before.task) / times.length };
}
