import { text } from "../support/messages-api.ts";
import { chatOf, expect, statusOf, test } from "./support.ts";

const CODE = 'export const posts = 3; // of "larch"\n\nreturn `<b>${posts}</b>`;';
const fence = (language: string) => `\`\`\`${language}\n${CODE}\n\`\`\`\n\n`;

test("code is coloured when its fence has closed, is not drawn anew at the end, and is copied as it was written", async ({
  api,
  porter,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const rest = api.gate();
  api.when("CODE", [[text(`${fence("ts")}${fence("plankton")}The rest`, { until: rest })]]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "CODE" });
  await page.goto(`/agents/${id}`);

  // While the answer is still being written.
  const code = chatOf(page).locator("code.language-ts");
  await expect(code.locator(".tok-keyword").first()).toHaveText("export");
  await expect(code.locator(".tok-comment")).toHaveText('// of "larch"');
  await expect(statusOf(page, "Running")).toBeVisible();
  expect(await code.textContent()).toBe(`${CODE}\n`);
  await code.evaluate((element) => element.setAttribute("data-mark", ""));

  rest.open();
  await expect(statusOf(page, "Completed")).toBeVisible();
  await expect(chatOf(page).locator("[data-streaming]")).toHaveCount(0);
  await expect(code).toHaveAttribute("data-mark");
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
});
