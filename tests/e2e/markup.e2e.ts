import type { Locator } from "@playwright/test";
import { text } from "../support/messages-api.ts";
import { chatOf, expect, say, statusOf, test } from "./support.ts";

const HOSTILE = [
  `<p onclick="document.title='taken'" style="position:fixed" class="rail" id="porter" data-x="1">A paragraph</p>`,
  `<script>document.title = "taken"</script><style>body { display: none }</style>`,
  `<img src="x" onerror="document.title='taken'"><img src="https://pictures.example.net/a.png" alt="A barn">`,
  `<a href="javascript:document.title='taken'">A link</a> <a href="https://example.net/" target="_self">Out</a>`,
  `<iframe src="https://example.net/"></iframe><object data="x"></object><form action="/login"><button>Send</button></form>`,
  `<svg><a href="javascript:document.title='taken'"><text>Drawn</text></a></svg><math><mtext></mtext></math>`,
  `<input type="text" name="token"><input type="checkbox" checked>`,
  `<details open><summary>More</summary><kbd>Enter</kbd></details><code class="language-ts rail">x</code>`,
  `[Marked](javascript:document.title='taken')`,
  `- [x] Done\n- [ ] To do`,
].join("\n\n");

/** The frames that divide an answer while it is written are Porter's own. */
const KEPT = [
  `<p>A paragraph</p>`,
  `<a>x</a><a href="https://pictures.example.net/a.png" target="_blank" rel="noopener noreferrer">A barn</a>`,
  `<p><a>A link</a> <a href="https://example.net/" target="_blank" rel="noopener noreferrer">Out</a></p>`,
  `<input type="checkbox" checked="" disabled="" aria-label="done">`,
  `<details open=""><summary>More</summary><kbd>Enter</kbd></details><code>x</code>`,
  `<p><a>Marked</a></p>`,
  `<li><input checked="" disabled="" type="checkbox" aria-label="done"> Done</li>`,
  `<li><input disabled="" type="checkbox" aria-label="to do"> To do</li>`,
];

// Parsing alone makes a browser say what it would have refused.
test.use({ tolerated: /Executing inline event handler|Applying inline style/ });

test("an answer can neither run anything nor look like a part of Porter", async ({ api, porter, page }) => {
  const purified: string[] = [];
  page.on("request", (request) => /\/purify/.test(request.url()) && purified.push(request.url()));
  api.when("HOSTILE", [[text(HOSTILE, { chunk: 20 }), text("The end.")]]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "HOSTILE" });
  await page.goto(`/agents/${id}`);

  const expectHarmless = async (prose: Locator) => {
    await expect(statusOf(page, "Completed")).toBeVisible();
    // Its words are there before their formatting.
    await expect(prose.getByRole("checkbox", { name: "to do" })).toBeVisible();
    await expect(chatOf(page).locator("[data-streaming]")).toHaveCount(0);
    const html = await prose.evaluate((element) => element.innerHTML);
    for (const part of KEPT) expect(html).toContain(part);
    const gone =
      /taken|javascript:|<script|<style|<iframe|<object|<form|<button|<svg|<math|rail|data-x|style=|id=|token|onerror/;
    expect(html).not.toMatch(gone);
    expect(await page.title()).not.toBe("taken");
  };
  await test.step("by the browser's own sanitizer", () =>
    expectHarmless(chatOf(page).locator(".prose").first()));

  await test.step("by the library, where the browser has none", async () => {
    expect(purified).toEqual([]);
    await page.addInitScript(() => Reflect.deleteProperty(Element.prototype, "setHTML"));
    await page.reload();
    api.when("AGAIN", [[text(HOSTILE, { chunk: 20 }), text("The end of it.")]]);
    await say(page, "AGAIN");
    await expect(chatOf(page).getByText("The end of it.")).toBeVisible();
    await expectHarmless(chatOf(page).locator(".prose").nth(-2));
    expect(purified).not.toEqual([]);
  });
});
