import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { scriptsWaitedFor } from "../../bench/web-scripts.ts";
import { said } from "../support/claude-transcript.ts";
import { chatOf, expect, importSession, test } from "./support.ts";

/** What a page may wait for, in bytes of script as they are sent. */
const MOST = 75_000;

/** A first visit: what the browser has fetched of what the page cannot work without. */
async function visit(page: Page, path: string, heading: RegExp): Promise<number> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: heading }).first()).toBeVisible();
  if (path.startsWith("/agents/")) await expect(chatOf(page)).toContainText("three posts");
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ name, encodedBodySize }) => ({ name, encodedBodySize })),
  );
  const waitedFor = await scriptsWaitedFor(
    new URL(page.url()).origin,
    scripts.map(({ name }) => basename(name)),
  );
  const fetched = scripts.filter(({ name }) => waitedFor.has(basename(name)));
  // Each of them was there, and none was free.
  expect(fetched.map(({ name }) => basename(name)).toSorted()).toEqual([...waitedFor].toSorted());
  expect(fetched.filter(({ encodedBodySize }) => encodedBodySize === 0)).toEqual([]);
  return fetched.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
}

test("no page waits for more than 75 KB of script", async ({ porter, page, context }) => {
  const talk = [{ user: "FENCE" }, { assistant: [said("The fence has three posts.")] }];
  const { id } = await importSession(porter, talk);
  const pages: [string, RegExp][] = [
    ["/", /./],
    ["/tasks", /Tasks/],
    [`/agents/${id}`, /./],
    ["/agents", /Agents/],
    ["/calendar", /./],
    ["/approvals", /./],
    ["/usage", /Usage/],
    ["/settings", /Settings/],
  ];
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  // From its shell or the cache, every page after the first would cost nothing.
  await devtools.send("Network.setBypassServiceWorker", { bypass: true });
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  const weights: Record<string, number> = {};
  for (const [path, heading] of pages) weights[path] = await visit(page, path, heading);
  expect(Object.entries(weights).filter(([, weight]) => weight > MOST)).toEqual([]);
  // A measurement that finds nothing would find nothing too heavy.
  expect(Math.min(...Object.values(weights))).toBeGreaterThan(20_000);
});
