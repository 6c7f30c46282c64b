import type { Locator, Page } from "@playwright/test";
import { lengthenConversation } from "../support/long-conversation.ts";
import { pause, text } from "../support/messages-api.ts";
import { watchSession } from "../support/watch.ts";
import { chatOf, expect, say, statusOf, test } from "./support.ts";

const topOf = (what: Locator): Promise<number> =>
  what.evaluate((element) => element.getBoundingClientRect().top);

/** Turns the wheel over the conversation until the question has been loaded; back, where a slow page went past it. */
async function wheelTo(page: Page, number: number): Promise<void> {
  const chat = chatOf(page);
  await chat.hover();
  await expect(async () => {
    const words = await chat.innerText();
    const shown = [...words.matchAll(/Question (\d+):/g)].map(([, which]) => Number(which));
    if (number < Math.min(...shown)) await page.mouse.wheel(0, -2_400);
    if (number > Math.max(...shown)) await page.mouse.wheel(0, 2_400);
    await expect(questionIn(chat, number)).toBeAttached({ timeout: 100 });
  }).toPass({ intervals: [50] });
  await questionIn(chat, number).scrollIntoViewIfNeeded();
}

const questionIn = (chat: Locator, number: number): Locator =>
  chat.getByText(`Question ${number}: is post ${number} sound?`);

test("a link leads into the middle of 10,000 messages, and nothing moves what is read there", async ({
  api,
  porter,
  page,
}) => {
  api.when("FENCE", [text("It stands.")]);
  const [begin, goOn] = [api.gate(), api.gate()];
  const report = `${"Post by post it goes on.\n\n".repeat(40)}The last post.`;
  api.when("ALONG", [[text("I walk along it."), pause(begin), text(" Wet."), pause(goOn), text(report)]]);
  const session = await porter.client.agents.start.mutate({ prompt: "FENCE" });
  using watch = watchSession(porter.client, session.id);
  await watch.untilStatus("completed");
  const { questions } = lengthenConversation(porter, session.id, 10_000);
  const chat = chatOf(page);
  const question = (number: number) => questionIn(chat, number);

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`/agents/${session.id}#m${questions[800]}`);
  await expect(question(800)).toBeInViewport();
  await expect(chat.locator(".found")).toContainText("Question 800");
  // The end and the surroundings, and what lies ahead on both sides.
  expect(asked.filter((url) => /agents\.(get|messages)/.test(url)).length).toBeLessThan(7);
  await wheelTo(page, 780);
  await wheelTo(page, 815);

  // What is written at the end meanwhile moves nothing here, and is there when one comes back.
  await porter.client.agents.send.mutate({ id: session.id, content: "Go ALONG the fence" });
  await expect(statusOf(page, "Running")).toBeVisible();
  const middle = await topOf(question(815));
  begin.open();
  await watch.until(({ messages }) => JSON.stringify(messages.at(-1)).includes("Wet."));
  await expect(chat.getByText("I walk along it.")).toHaveCount(0);
  expect(await topOf(question(815))).toBe(middle);
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(chat.getByText("I walk along it. Wet.")).toBeInViewport();
  await expect(page).toHaveURL(`${porter.url}/agents/${session.id}`);

  const last = question(questions.length - 2);
  await last.scrollIntoViewIfNeeded();
  await expect(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
  const before = await topOf(last);
  goOn.open();
  await expect(chat.getByText("The last post.")).toBeAttached();
  await expect(statusOf(page, "Completed")).toBeVisible();
  expect(await topOf(last)).toBe(before);
  api.when("STILL", [text("It stands still.")]);
  await say(page, "STILL there?");
  await expect(chat.getByText("It stands still.")).toBeInViewport();
});
