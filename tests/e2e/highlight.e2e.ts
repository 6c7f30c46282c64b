import type { Page } from "@playwright/test";
import { pause, text } from "../support/messages-api.ts";
import { chatOf, expect, statusOf, test } from "./support.ts";

const CODE = 'export const posts = 3; // of "larch"\n\nreturn `<b>${posts}</b>`;';
const fence = (language: string) => `\`\`\`${language}\n${CODE}\n\`\`\`\n\n`;

const OTHER = `## Heading

- one
  - two **bold**

    in a list
- three

| a | b |
| - | -: |
| 1 | \`2\` |

> quoted
> *twice*

1. first\n2. second\n\n`;

test("code is coloured when its fence has closed, is not drawn anew at the end, and is copied as it was written; what went by stays plain", async ({
  api,
  porter,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const rest = api.gate();
  const answer = `${fence("ts")}${fence("plankton")}${OTHER}The rest`;
  api.when("CODE", [[text("Here it **is**."), text(answer, { chunk: 9, until: rest })]]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "CODE" });
  await page.goto(`/agents/${id}`);

  // While the answer is still being written.
  const code = chatOf(page).locator("code.language-ts");
  await expect(code.locator(".tok-keyword").first()).toHaveText("export");
  await expect(code.locator(".tok-comment")).toHaveText('// of "larch"');
  await expect(statusOf(page, "Running")).toBeVisible();
  expect(await code.textContent()).toBe(`${CODE}\n`);
  const before = chatOf(page).getByText("is", { exact: true });
  for (const part of [before, code]) await part.evaluate((element) => element.setAttribute("data-mark", ""));

  rest.open();
  await expect(statusOf(page, "Completed")).toBeVisible();
  await expect(chatOf(page).locator("[data-streaming]")).toHaveCount(0);
  for (const part of [before, code]) await expect(part).toHaveAttribute("data-mark");
  const unknown = chatOf(page).locator("code.language-plankton");
  expect(await unknown.innerHTML()).not.toContain("<span");

  await page.keyboard.press("Tab");
  const copy = chatOf(page).getByRole("button", { name: "Copy code" });
  await expect(copy).toHaveCount(2);
  for (const button of await copy.all()) {
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(statusOf(page, "Copied")).toHaveText("Copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(CODE);
    await expect(statusOf(page, "Copied")).toHaveCount(0);
  }

  // What was drawn in pieces is what is drawn at once.
  const drawn = await drawnIn(page);
  expect(drawn).toContain("<table>");
  await page.reload();
  await expect(code.locator(".tok-comment")).toBeVisible();
  await expect.poll(() => drawnIn(page)).toBe(drawn);

  // What goes by before it can be coloured stays plain until the reader comes back to it.
  const asked = Promise.withResolvers<void>();
  const worker = Promise.withResolvers<void>();
  await page.route(/\/assets\/highlight\//, async (route) => {
    asked.resolve();
    await worker.promise;
    await route.continue();
  });
  const fly = api.gate();
  api.when("FLY", [[text(`${fence("ts")}First.`), pause(fly), text(fence("ts").repeat(39))]]);
  await porter.client.agents.send.mutate({ id, content: "FLY" });
  await page.reload();
  await expect(chatOf(page).getByText("First.")).toBeVisible();
  await asked.promise;
  fly.open();
  await expect(code).toHaveCount(41);
  await expect(code.last()).toBeInViewport();
  await expect(chatOf(page).locator("[data-streaming]")).toHaveCount(0);

  worker.resolve();
  await expect(code.last().locator(".tok-keyword").first()).toHaveText("export");
  await expect(code.first().locator("span")).toHaveCount(0);
  await code.first().scrollIntoViewIfNeeded();
  await expect(code.first().locator(".tok-keyword").first()).toHaveText("export");
});

/** The answer's markup, without the frames that divide it while it is written. */
const drawnIn = (page: Page): Promise<string> =>
  chatOf(page)
    .locator(".prose")
    .last()
    .evaluate((prose) => {
      const copy = document.createElement("div");
      copy.innerHTML = prose.innerHTML;
      for (const frame of copy.querySelectorAll(":scope > .contents")) frame.replaceWith(...frame.childNodes);
      copy.querySelector("[data-mark]")?.removeAttribute("data-mark");
      return copy.innerHTML.replaceAll(/>\s+</g, "><");
    });
