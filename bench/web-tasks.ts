import { Database } from "bun:sqlite";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { generateNKeysBetween } from "fractional-indexing";
import { prepareDataDir } from "../server/db/instance.ts";
import { openDatabase } from "../server/db/open.ts";
import { MIGRATIONS } from "../tests/support/database.ts";
import { scratchDir, startPorter } from "../tests/support/server.ts";
import { quantile } from "./statistics.ts";
import type { Row } from "./frame.ts";
import { figure, measureFrames, openPage } from "./web-page.ts";

const TASKS = 10_000;
/** A hard flick on a trackpad, kept up: in CSS pixels a frame, of which there are 60 a second. */
const STEP = 200;
/** A frame that took longer was seen. */
const HITCH_MS = 50;
const WOODS = "Apple Birch Cedar Damson Elder Fir Hazel Larch Maple Oak".split(" ");

/** All of 10,000 open tasks, scrolled through from the top, page by page from the server; and searched. */
export async function measureTasks(browser: Browser, { rounds }: { rounds: number }): Promise<Row[]> {
  using home = scratchDir("bench-tasks");
  writeTasks(join(home.path, "data"));
  await using porter = await startPorter({ home: home.path });
  const hitches: number[] = [];
  const frames: number[] = [];
  const own: number[] = [];
  const answers: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using opened = await openPage(browser, porter);
    const { page } = opened;
    await page.goto("/tasks");
    await page.getByRole("link", { name: "Task 1: Apple", exact: true }).waitFor();
    const { times, own: each } = await measureFrames(page, () => scrollThrough(page));
    own.push(each);
    hitches.push(times.filter((time) => time > HITCH_MS).length);
    frames.push(quantile(times, 0.95));
    answers.push(await search(page, WOODS[(round + 1) % WOODS.length] ?? ""));
  }
  return [
    figure(
      { what: `10,000 tasks: frames of more than ${HITCH_MS} ms, top to end`, unit: "", aim: 0 },
      hitches,
    ),
    figure({ what: "10,000 tasks: 95 of 100 frames within", unit: "ms" }, frames),
    figure({ what: "10,000 tasks: main thread for each of them", unit: "ms" }, own),
    figure({ what: "10,000 tasks: a letter until the list is filtered", unit: "ms" }, answers),
  ];
}

function writeTasks(dataDir: string): void {
  prepareDataDir(dataDir);
  openDatabase({ dataDir, migrations: MIGRATIONS }).close();
  using sqlite = new Database(join(dataDir, "porter.db"));
  const insert = sqlite.prepare(
    `INSERT INTO tasks (id, title, description, status, priority, tags, position, created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, '', 'todo', 'medium', '["home"]', ?, 'owner', ?, 'owner', ?)`,
  );
  const now = Date.now();
  sqlite.transaction(() => {
    for (const [index, position] of generateNKeysBetween(null, null, TASKS).entries())
      insert.run(
        crypto.randomUUID(),
        `Task ${index + 1}: ${WOODS[index % WOODS.length]}`,
        position,
        now,
        now,
      );
  })();
}

/** Scrolls by the same step in every frame until the last task is in sight. How long each frame took, in ms. */
function scrollThrough(page: Page): Promise<number[]> {
  return page.evaluate(
    async ({ last, step }) => {
      const nextFrame = () => new Promise(requestAnimationFrame);
      const times: number[] = [];
      let before = await nextFrame();
      // `innerText` would lay the page out.
      const isThere = () => [...document.querySelectorAll("main a")].some((a) => a.textContent === last);
      for (let frame = 1; frame % 20 !== 0 || !isThere(); frame++) {
        scrollBy(0, step);
        const now = await nextFrame();
        times.push(now - before);
        before = now;
      }
      scrollTo(0, 0);
      return times;
    },
    { last: `Task ${TASKS}: ${WOODS[(TASKS - 1) % WOODS.length]}`, step: STEP },
  );
}

/** From the key to the frame in which the list has other rows, those that have a word with that letter. */
async function search(page: Page, word: string): Promise<number> {
  const answered = page.evaluate(
    (word) =>
      new Promise<number>((resolve) => {
        let began = 0;
        addEventListener("input", () => (began = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          const rows = [...document.querySelectorAll("main a[href^='/tasks/']")];
          if (began === 0 || !rows.length || !rows.every((row) => row.textContent.includes(word))) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - began));
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
    word,
  );
  await page.getByRole("searchbox", { name: "Search tasks" }).press(word.slice(0, 1).toLowerCase());
  return answered;
}
