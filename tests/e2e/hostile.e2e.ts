import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { said, writeTranscript } from "../support/claude-transcript.ts";
import { apiError, text, thinking, toolUse } from "../support/messages-api.ts";
import { watchSession } from "../support/watch.ts";
import {
  HOSTILE_LINE,
  HOSTILE_MARKUP,
  HOSTILE_TEXTS,
  KEPT_MARKUP,
  OUTSIDE,
  TERMINAL,
} from "./hostile-texts.ts";
import { chatOf, expect, goTo, say, statusOf, test } from "./support.ts";

// Parsing alone makes a browser say what it refuses.
test.use({
  tolerated: /Executing inline event handler|Applying inline style|Setting the document's base URI/,
});

/** What stands on the page and could run something, ask for something or lead away. */
const dangersOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong: string[] = [];
    const forbidden = "main :is(script,style,iframe,object,embed,link,meta,base,form[action],math,template)";
    for (const element of document.querySelectorAll(forbidden)) wrong.push(element.outerHTML);
    for (const element of document.querySelectorAll("body *")) {
      for (const { name, value } of element.attributes) {
        const isSource = ["src", "srcset", "action", "formaction", "xlink:href", "background"].includes(name);
        if (name.startsWith("on") || name === "style" || (isSource && !/^(\/|data:image\/)/.test(value)))
          wrong.push(element.outerHTML);
      }
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) {
      const isOutside = link.origin !== location.origin;
      if (!/^(https?|mailto):$/.test(link.protocol) || (isOutside && link.target !== "_blank"))
        wrong.push(link.outerHTML);
    }
    for (const element of document.querySelectorAll("main [id]"))
      if (["document", "api", "p", "x"].includes(element.id)) wrong.push(element.outerHTML);
    if (document.title.includes("taken")) wrong.push(document.title);
    return wrong;
  });

test("nothing that an agent says, calls, reads or is called can run, ask for anything, lead away or look like a part of Porter", async ({
  api,
  porter,
  page,
}) => {
  const cwd = join(porter.home, "porter");
  mkdirSync(cwd, { recursive: true });
  const corpus = HOSTILE_TEXTS.join("\n");
  await Bun.write(join(cwd, "corpus.txt"), corpus);
  await Bun.write(
    join(cwd, ".claude/commands/hostile.md"),
    `---\ndescription: ${JSON.stringify(HOSTILE_LINE)}\nargument-hint: ${JSON.stringify(HOSTILE_LINE)}\n---\nSay so.`,
  );
  const option = { label: HOSTILE_LINE, description: HOSTILE_TEXTS[4] };
  const question = {
    question: HOSTILE_LINE,
    header: "<svg onload>",
    options: [option, { ...option, label: "B" }],
  };
  api.when("HOSTILE", [[thinking(corpus), ...HOSTILE_TEXTS.map((each) => text(each, { chunk: 40 }))]]);
  api.when("TOOLS", [
    [
      toolUse("Bash", { command: `cat corpus.txt # ${HOSTILE_LINE}`, description: HOSTILE_LINE }),
      toolUse("Write", { file_path: join(cwd, "<img src=x onerror=alert(1)>.html"), content: corpus }),
      toolUse("Read", { file_path: join(cwd, HOSTILE_LINE) }),
      toolUse(`mcp__${HOSTILE_LINE}__<svg onload=alert(1)>`, { [HOSTILE_LINE]: corpus, list: TERMINAL }),
      toolUse("Agent", {
        description: HOSTILE_LINE,
        prompt: "INNER",
        subagent_type: "general-purpose",
        run_in_background: false,
      }),
    ],
    [toolUse("AskUserQuestion", { questions: [question] })],
  ]);
  api.when("INNER", [HOSTILE_TEXTS.map((each) => text(each))]);
  api.when("FAILS", () => apiError(400, "invalid_request_error", HOSTILE_LINE));
  const imported = writeTranscript(porter.home, {
    cwd,
    said: [{ user: HOSTILE_LINE }, { assistant: HOSTILE_TEXTS.map(said) }, { user: corpus }],
  });

  const purified: string[] = [];
  page.on("request", (request) => /\/purify/.test(request.url()) && purified.push(request.url()));
  const strangers: string[] = [];
  page.on("dialog", (dialog) => {
    strangers.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.context().on("page", (other) => strangers.push(`a window: ${other.url()}`));
  page.on("framenavigated", (frame) => {
    if (!frame.url().startsWith(porter.url)) strangers.push(`a page: ${frame.url()}`);
  });
  await page.context().route(
    (url) => url.origin !== porter.url && !["data:", "blob:", "about:"].includes(url.protocol),
    (route) => {
      strangers.push(`a request: ${route.request().url()}`);
      return route.abort();
    },
  );
  const expectHarmless = async () => {
    expect(await dangersOf(page)).toEqual([]);
    expect(strangers).toEqual([]);
  };

  const { agents } = porter.client;
  const session = await agents.start.mutate({
    prompt: `HOSTILE ${HOSTILE_LINE}`,
    cwd,
    permissionMode: "bypassPermissions",
  });
  const chat = chatOf(page);
  /** Says `word`, and looks at what is left of the markup in the answer. */
  const expectNothingButMarkup = async (word: string) => {
    api.when(word, [[text(HOSTILE_MARKUP, { chunk: 20 }), text(`The end of ${word}.`)]]);
    await say(page, word);
    await expect(chat.getByText(`The end of ${word}.`)).toBeVisible();
    await expect(statusOf(page, "Completed")).toBeVisible();
    const prose = chat.locator(".prose").nth(-2);
    // Its words are there before their formatting.
    await expect(prose.getByRole("checkbox", { name: "to do" })).toBeVisible();
    await expect(chat.locator("[data-streaming]")).toHaveCount(0);
    const html = await prose.evaluate((element) => element.innerHTML);
    for (const part of KEPT_MARKUP) expect(html).toContain(part);
    const gone =
      /taken|javascript:|<script|<style|<iframe|<object|<form|<button|<svg|<math|rail|data-x|style=|id=|token|onerror/;
    expect(html).not.toMatch(gone);
    await expectHarmless();
  };
  // Seen while it is written, and then as a whole.
  await page.goto(`/agents/${session.id}`);
  await expect(statusOf(page, "Completed")).toBeVisible();
  await expect(chat.locator("[data-streaming]")).toHaveCount(0);
  await expect.poll(() => chat.locator(".prose").count()).toBeGreaterThan(60);
  await expectHarmless();
  await test.step("nothing but its markup is left of an answer, by the browser's own sanitizer", async () => {
    await expectNothingButMarkup("MARKUP");
    expect(purified).toEqual([]);
  });

  await agents.rename.mutate({ id: session.id, title: HOSTILE_LINE });
  await agents.send.mutate({ id: session.id, content: "TOOLS" });
  await expect(statusOf(page, "Waits for you")).toBeVisible();
  await expect(page.getByRole("heading", { name: HOSTILE_LINE })).toBeVisible();
  await chat.evaluate((log) => {
    for (const details of log.querySelectorAll("details")) details.open = true;
  });
  await expect(chat.getByRole("group", { name: /What changes in/ })).toContainText("onerror=alert(1)");
  await expect(chat.getByRole("region", { name: "Sub-agent" }).getByText("INNER").first()).toBeVisible();
  await expect(chat.getByRole("group", { name: "Result" }).first()).toContainText(
    "<script>alert(1)</script>",
  );
  await page.getByRole("textbox", { name: "Message" }).fill("/host");
  await expect(page.getByRole("option", { name: /hostile/ })).toBeVisible();
  await expectHarmless();

  const failing = await agents.start.mutate({ prompt: `FAILS ${HOSTILE_LINE}`, cwd });
  using watch = watchSession(porter.client, failing.id);
  await watch.untilStatus("failed");
  const { id: importedId } = await agents.import.mutate({ claudeSessionId: imported.id });
  for (const name of ["Agents", "Notifications"]) {
    await goTo(page, `/${name.toLowerCase()}`);
    await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
    await expect(page.getByText("onerror=alert(1)").first()).toBeVisible();
    await expectHarmless();
  }
  for (const id of [failing.id, importedId]) {
    await page.goto(`/agents/${id}`);
    await expect(page.getByText("onerror=alert(1)").first()).toBeVisible();
    await expectHarmless();
  }

  // The library's turn, where the browser has no sanitizer of its own.
  await page.addInitScript(() => Reflect.deleteProperty(Element.prototype, "setHTML"));
  await page.reload();
  await expect(chat.locator(".prose a").first()).toBeVisible();
  await expectHarmless();
  await test.step("nothing but its markup is left of an answer, by the library", async () => {
    await expectNothingButMarkup("AGAIN");
    expect(purified).not.toEqual([]);
  });
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(60);
  expect(HOSTILE_TEXTS.join()).toContain(OUTSIDE);
});
