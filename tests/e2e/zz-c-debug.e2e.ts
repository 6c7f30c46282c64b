import { text } from "../support/messages-api.ts";
import { chatOf, expect, test } from "./support.ts";
test("debug", async ({ page, api, porter }) => {
  api.when("HELLO", [[text("Hello.")]]);
  api.when("CUT", () => text("It came through."));
  const session = await porter.client.agents.start.mutate({ prompt: "HELLO" });
  await page.goto(`/agents/${session.id}`);
  await expect(chatOf(page).getByText("Hello.")).toBeVisible();
  const field = page.getByRole("textbox", { name: "Message", exact: true });
  for (const early of [true, false]) {
    const answered = Promise.withResolvers<void>();
    const words = `CUT ${early}`;
    page.on("request", (r) => /agents\.(send|saveDraft|draft)/.test(r.url()) && console.log("req", r.url().slice(-60), (r.postData() ?? "").slice(0, 120)));
    page.on("requestfinished", (r) => /agents\.(send|saveDraft|draft)/.test(r.url()) && console.log("fin", r.url().slice(-60)));
    page.on("requestfailed", (r) => /agents\.(send|saveDraft|draft)/.test(r.url()) && console.log("FAILED", r.url().slice(-60), r.failure()?.errorText));
    let isCut = true;
    await page.route(/agents\.send/, async (route) => {
      if (!isCut) return route.fallback();
      isCut = false;
      await route.fetch();
      answered.resolve();
    });
    await field.fill(words);
    if (!early) await expect.poll(async () => (await porter.client.agents.draft.query({ key: session.id })).text).toBe(words);
    await field.press("Enter");
    await answered.promise;
    console.log("before reload", await page.evaluate(() => JSON.stringify(Object.entries(localStorage).filter(([k]) => /draft|outgoing/.test(k)))));
    await page.reload();
    console.log("after reload", await page.evaluate(() => JSON.stringify(Object.entries(localStorage).filter(([k]) => /draft|outgoing/.test(k)))));
    await page.waitForTimeout(3000);
    console.log("later", await field.inputValue(), await page.evaluate(() => JSON.stringify(Object.entries(localStorage).filter(([k]) => /draft|outgoing/.test(k)))));
  }
});
