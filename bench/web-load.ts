import { basename } from "node:path";
import type { Browser, Page } from "@playwright/test";
import type { MessagesApi } from "../tests/support/messages-api.ts";
import { eventually } from "../tests/support/processes.ts";
import { startPorter, type Porter } from "../tests/support/server.ts";
import type { Row } from "./frame.ts";
import { figure, openPage } from "./web-page.ts";
import { furnish, type Place } from "./web-places.ts";
import { scriptsWaitedFor } from "./web-scripts.ts";

const JAVASCRIPT_AIM = 75;
const FIRST_CONTENT_AIM = 1_000;

const CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:bench\r\nEND:VCALENDAR\r\n";

type Load = { waitedFor: number; arrived: number; firstContent: number; works: number };

/** What a first visit to each page costs, with nothing in any cache. Sizes in KB (1,000 bytes), compressed as sent. */
export async function measureLoads(
  browser: Browser,
  { api, rounds }: { api: MessagesApi; rounds: number },
): Promise<Row[]> {
  // Without one, the calendar's page has nothing to show.
  using calendar = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(CALENDAR) });
  const source = `name = "House", url = "${calendar.url.href}", allow_private = true`;
  const config = `integrations.enabled = ["tasks", "calendar"]\nintegrations.calendar.ics = [{ ${source} }]`;
  await using porter = await startPorter({ api, config });
  await eventually(async () => (await porter.client.calendar.list.query()).items.length > 0);
  const figures: Row[] = [];
  for (const place of await furnish(api, porter)) {
    const loads: Load[] = [];
    for (let round = 0; round < rounds; round++) loads.push(await load(browser, { porter, place }));
    const add = (what: string, read: (load: Load) => number, given: { unit: "ms" | "KB"; aim?: number }) =>
      figures.push(figure({ what: `${place.name}: ${what}`, ...given }, loads.map(read)));
    add("JavaScript it waits for", (each) => each.waitedFor, { unit: "KB", aim: JAVASCRIPT_AIM });
    add("JavaScript that is there by then", (each) => each.arrived, { unit: "KB" });
    add("first content", (each) => each.firstContent, { unit: "ms", aim: FIRST_CONTENT_AIM });
    add("works", (each) => each.works, { unit: "ms" });
  }
  return figures;
}

async function load(browser: Browser, { porter, place }: { porter: Porter; place: Place }): Promise<Load> {
  await using opened = await openPage(browser, porter);
  const { page } = opened;
  await markWhenThere(page, place.control);
  await page.goto(place.path);
  await page.waitForFunction(
    () =>
      performance.getEntriesByName("works").length > 0 &&
      performance.getEntriesByName("first-contentful-paint").length > 0,
  );
  const { scripts, ...times } = await page.evaluate(() => {
    const timeOf = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
    const scripts = performance
      .getEntriesByType("resource")
      // getEntriesByType does not narrow.
      .map((entry) => entry as PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .map(({ name, encodedBodySize, responseEnd }) => ({ name, size: encodedBodySize, at: responseEnd }));
    return { scripts, firstContent: timeOf("first-contentful-paint"), works: timeOf("works") };
  });
  await place.use(page);

  const there = scripts.filter(({ at }) => at <= times.works);
  const waitedFor = await scriptsWaitedFor(
    porter.url,
    there.map(({ name }) => basename(name)),
  );
  const sizeOf = (some: typeof scripts) => some.reduce((sum, { size }) => sum + size, 0) / 1_000;
  return {
    ...times,
    waitedFor: sizeOf(there.filter(({ name }) => waitedFor.has(basename(name)))),
    arrived: sizeOf(there),
  };
}

/** Leaves a mark in the page's own time line when the selector first finds something. */
const markWhenThere = (page: Page, selector: string) =>
  page.addInitScript((selector) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(selector)) return;
      observer.disconnect();
      performance.mark("works");
    });
    observer.observe(document, { childList: true, subtree: true });
  }, selector);
