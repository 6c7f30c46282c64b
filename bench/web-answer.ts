import type { Browser } from "@playwright/test";
import { pause, text, type MessagesApi } from "../tests/support/messages-api.ts";
import { startPorter } from "../tests/support/server.ts";
import { watchSession } from "../tests/support/watch.ts";
import type { Row } from "./frame.ts";
import { figure, metricsOf, openMetrics, openPage } from "./web-page.ts";

const LENGTH = 38_000;
const DELTAS = 200;
const DELAY_MS = 10;
const AIM = 100;
/** About as many as the chat makes at this pace (ui/draw-together.ts). */
const FLOOR_DRAWINGS = 10;
const LAST_WORDS = "That is all there is to say.";

/**
 * What a long answer costs the page's main thread, from its first word until it stands there whole, the code in
 * sight in colours, in ms of that thread's own time; less what the page takes by itself for as long.
 */
export async function measureAnswer(
  browser: Browser,
  { api, rounds }: { api: MessagesApi; rounds: number },
): Promise<Row[]> {
  await using porter = await startPorter({ api });
  const answer = writeAnswer();
  const own: number[] = [];
  const script: number[] = [];
  const idle: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = api.gate();
    const prompt = `ANSWER ${round}`;
    const pace = { chunk: Math.ceil(answer.length / DELTAS), delayMs: DELAY_MS };
    api.when(prompt, [[text("So:"), pause(begin), text(answer, pace)]]);
    const { id } = await porter.client.agents.start.mutate({ prompt });
    using watch = watchSession(porter.client, id);
    await using opened = await openPage(browser, porter);
    const { page } = opened;
    const devtools = await openMetrics(page);
    // Drawn as markdown: its parser is there.
    await page.goto(`/agents/${id}`);
    await page.locator("[role=log] .prose-end").first().waitFor({ state: "attached" });

    // Brings what Playwright itself needs in the page, which is not to be counted; nor what it asks there meanwhile.
    await page.waitForFunction(() => true);
    const before = await metricsOf(devtools);
    begin.open();
    await watch.untilStatus("completed");
    await page.waitForFunction(
      (words) =>
        document.querySelector("[role=log]")?.textContent.includes(words) === true &&
        !document.querySelector("[role=log] [data-streaming]") &&
        [...document.querySelectorAll("code[class^=language-]")]
          .filter((code) => code.getBoundingClientRect().bottom > 0)
          .every((code) => code.querySelector("span")),
      LAST_WORDS,
      { polling: 250 },
    );
    const after = await metricsOf(devtools);
    await Bun.sleep(after.at - before.at);
    const rest = await metricsOf(devtools);
    own.push(after.task - before.task - (rest.task - after.task));
    script.push(after.script - before.script);
    idle.push(rest.task - after.task);
    const blocks = await page.locator("[role=log] .prose").last().evaluate(htmlOfBlocks);
    floor.push(await measureFloor(browser, blocks));
  }
  const name = `${Math.round(answer.length / 1_000)} KB answer in ${DELTAS} pieces`;
  return [
    figure({ what: `${name}: main thread in all`, unit: "ms", aim: AIM }, own),
    figure({ what: `${name}: floor, a bare page that is given the same HTML`, unit: "ms" }, floor),
    figure({ what: `${name}: of it script`, unit: "ms" }, script),
    figure({ what: `${name}: the same page at rest for as long`, unit: "ms" }, idle),
  ];
}

/** The answer's blocks without colours and buttons: what any page has to show. */
function htmlOfBlocks(prose: Element): string[] {
  const plain = document.createElement("div");
  plain.innerHTML = prose.innerHTML;
  for (const code of plain.querySelectorAll("code")) code.replaceChildren(code.textContent);
  for (const button of plain.querySelectorAll("button")) button.remove();
  return [...plain.children].flatMap((frame) => [...frame.children]).map((block) => block.outerHTML);
}

/** What it costs to put these blocks into an empty page, as often as the chat draws, and to go to their end. In ms. */
async function measureFloor(browser: Browser, blocks: string[]): Promise<number> {
  await using context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.setContent('<main style="height: 100vh; overflow-y: auto"></main>');
  const devtools = await openMetrics(page);
  const before = await metricsOf(devtools);
  await page.evaluate(
    async ({ parts, drawings, pauseMs }) => {
      const main = document.querySelector("main");
      const share = Math.ceil(parts.length / drawings);
      for (let from = 0; main && from < parts.length; from += share) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        await new Promise(requestAnimationFrame);
        main.insertAdjacentHTML("beforeend", parts.slice(from, from + share).join(""));
        main.scrollTop = main.scrollHeight;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    },
    { parts: blocks, drawings: FLOOR_DRAWINGS, pauseMs: (DELTAS * DELAY_MS) / FLOOR_DRAWINGS },
  );
  return (await metricsOf(devtools)).task - before.task;
}

/** What agents write: headings, words with marks, lists, a table now and then, and much code. */
function writeAnswer(): string {
  const section = (number: number) => `## ${number}. The post by the gate

The fence has **three weak posts** and one that is *gone*; see [the notes](https://example.net/${number}) or run
\`make fence\`. The larch lasts longer than the hazel, and post ${number} stands in wet ground for half of the year.

- Dig out the old post, and mind the \`roots\`
- Measure **twice**, cut once
  - the depth is a third of the height

\`\`\`ts
export async function depth${number}(post: Post): Promise<number> {
  const { height } = await posts.find(post.id); // in metres
  return height > ${number} ? height * 0.3 : fallback("shallow");
}
\`\`\`

${number % 4 === 0 ? "| Post | Wood | State |\n| --- | :-: | --: |\n| 1 | Larch | good |\n| 2 | Hazel | bad |\n\n" : "> Larch lasts longer than hazel.\n\n"}`;
  let answer = "";
  for (let number = 1; answer.length < LENGTH - LAST_WORDS.length; number++) answer += section(number);
  return answer + LAST_WORDS;
}
