import type { Browser, Page } from "@playwright/test";
import { lengthenConversation } from "../tests/support/long-conversation.ts";
import type { MessagesApi } from "../tests/support/messages-api.ts";
import { startPorter } from "../tests/support/server.ts";
import { watchSession } from "../tests/support/watch.ts";
import { quantile } from "./statistics.ts";
import type { Row } from "./frame.ts";
import { figure, measureFrames, openPage } from "./web-page.ts";

const MESSAGES = 10_000;
const MIDDLE = 700;
/** A hard flick, kept up for so many frames: in CSS pixels a frame, of which there are 60 a second. */
const STEP = 100;
const FRAMES = 600;
/** A frame that took longer was seen. */
const HITCH_MS = 50;

/** A conversation of 10,000 messages: its end, a link into its middle, and the way up and down from there. */
export async function measureConversation(
  browser: Browser,
  { api, rounds }: { api: MessagesApi; rounds: number },
): Promise<Row[]> {
  await using porter = await startPorter({ api });
  const { id } = await porter.client.agents.start.mutate({ prompt: "FENCE" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed");
  const { questions } = lengthenConversation(porter, id, MESSAGES);
  const runs = {
    end: [] as number[],
    middle: [] as number[],
    frames: [] as number[][],
    own: [] as number[],
    memory: [] as number[],
  };
  for (let round = 0; round < rounds; round++) {
    runs.end.push(await timeUntil(browser, porter, { path: `/agents/${id}`, words: "Question" }));
    await using opened = await openPage(browser, porter);
    const { page } = opened;
    const started = performance.now();
    await page.goto(`/agents/${id}#m${questions[MIDDLE]}`);
    await page.locator("[role=log]", { hasText: `Question ${MIDDLE}:` }).waitFor();
    runs.middle.push(performance.now() - started);
    const { times, own } = await measureFrames(page, async () => [
      ...(await scroll(page, -STEP)),
      ...(await scroll(page, STEP)),
    ]);
    runs.own.push(own);
    runs.frames.push(times);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    runs.memory.push(usedSize / 1e6);
  }
  const name = "10,000 messages";
  return [
    figure({ what: `${name}: the page is opened until its end stands there`, unit: "ms" }, runs.end),
    figure(
      { what: `${name}: a link into the middle is followed until it is there`, unit: "ms" },
      runs.middle,
    ),
    figure(
      { what: `${name}: frames of more than ${HITCH_MS} ms in ${2 * FRAMES}, up and down`, unit: "", aim: 0 },
      runs.frames.map((times) => times.filter((time) => time > HITCH_MS).length),
    ),
    figure(
      { what: `${name}: 95 of 100 frames within`, unit: "ms" },
      runs.frames.map((times) => quantile(times, 0.95)),
    ),
    figure(
      { what: `${name}: the longest frame`, unit: "ms" },
      runs.frames.map((times) => Math.max(...times)),
    ),
    figure({ what: `${name}: main thread for each of them`, unit: "ms" }, runs.own),
    figure({ what: `${name}: JavaScript heap after that`, unit: "MB" }, runs.memory),
  ];
}

async function timeUntil(
  browser: Browser,
  porter: Parameters<typeof openPage>[1],
  { path, words }: { path: string; words: string },
): Promise<number> {
  await using opened = await openPage(browser, porter);
  const started = performance.now();
  await opened.page.goto(path);
  await opened.page.locator("[role=log]", { hasText: words }).waitFor();
  return performance.now() - started;
}

/** Scrolls by the same step in every frame. How long each frame took, in ms. */
function scroll(page: Page, step: number): Promise<number[]> {
  return page.evaluate(
    async ({ by, frames }) => {
      const log = document.querySelector("[role=log]");
      // The reader moves by themselves: they are no longer kept at what they were led to.
      log?.dispatchEvent(new WheelEvent("wheel"));
      const nextFrame = () => new Promise<number>(requestAnimationFrame);
      const times: number[] = [];
      let before = await nextFrame();
      for (let frame = 0; frame < frames; frame++) {
        log?.scrollBy(0, by);
        const now = await nextFrame();
        times.push(now - before);
        before = now;
      }
      return times;
    },
    { by: step, frames: FRAMES },
  );
}
