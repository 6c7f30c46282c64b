import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { text } from "../support/messages-api.ts";
import { chatOf, expect, goTo, openPalette, say, statusOf, test } from "./support.ts";

const field = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
const sessionOf = (page: Page) => new URL(page.url()).pathname.replace("/agents/", "");
const queue = (page: Page) => page.getByRole("region", { name: "Queued" });

/** One that is wider than Claude looks at. */
const pastePicture = (into: Locator) =>
  into.evaluate(async (element) => {
    const canvas = new OffscreenCanvas(3_000, 1_000);
    canvas.getContext("2d")?.fillRect(0, 0, 50, 50);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], "shed.png", { type: "image/png" }));
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });

test("a first message and later ones: commands and files complete, pictures, model and permissions; drafts go on elsewhere", async ({
  api,
  porter,
  page,
  browser,
}) => {
  await test.step("a first message is written as all others: kept, completed, with pictures, a command runs", async () => {
    mkdirSync(join(porter.home, ".claude/commands"), { recursive: true });
    writeFileSync(
      join(porter.home, ".claude/commands/paint.md"),
      "---\ndescription: Paint a thing\n---\nPAINTING $ARGUMENTS",
    );
    mkdirSync(join(porter.home, "porter/garden"), { recursive: true });
    writeFileSync(join(porter.home, "porter/garden/shed.md"), "x");
    api.when("HELLO", [[text("Hello.")]]);
    api.when("PAINTING", ({ messages }) =>
      text(JSON.stringify(messages).includes('"image"') ? "Painted as in the picture." : "Painted."),
    );
    const prompt = page.getByRole("textbox", { name: "Prompt" });
    await page.goto("/agents");
    await prompt.fill("HELLO");
    await prompt.press("Enter");
    await expect(chatOf(page).getByText("Hello.")).toBeVisible();

    // What the first session reported is offered to the next one.
    await goTo(page, "/agents");
    await expect(prompt).toHaveValue("");
    await prompt.pressSequentially("/pai");
    await expect(page.getByRole("listbox", { name: "Commands" }).getByRole("option")).toHaveText([/\/paint/]);
    await prompt.press("Enter");
    await expect(prompt).toHaveValue("/paint ");
    await prompt.pressSequentially("the @shed");
    await expect(page.getByRole("option", { name: "garden/shed.md" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await prompt.press("Tab");
    await expect(prompt).toHaveValue("/paint the @garden/shed.md ");
    await pastePicture(prompt);
    await expect(page.getByRole("img", { name: "Picture 1" })).toBeVisible();
    const saved = async () => (await porter.client.agents.draft.query({ key: "new" })).images.length;
    await expect.poll(saved).toBe(1);
    // The dashboard has the same box.
    await page.goto("/");
    await expect(prompt).toHaveValue("/paint the @garden/shed.md ");
    await expect(page.getByRole("img", { name: "Picture 1" })).toBeVisible();
    await page.getByRole("button", { name: "Start an agent" }).click();
    await expect(chatOf(page).getByText("Painted as in the picture.")).toBeVisible();
    await expect(chatOf(page).getByRole("img", { name: "Picture that you sent" })).toHaveCount(1);
    await expect.poll(async () => (await porter.client.agents.draft.query({ key: "new" })).text).toBe("");
  });

  await test.step("commands and files complete, pictures are pasted, model and permissions switch", async () => {
    api.when("PAINTING", [[text("It is painted.")]]);
    const before = api.requestsWith("PAINTING").length;
    await expect(statusOf(page, "Completed")).toBeVisible();

    await page.getByRole("combobox", { name: "Model" }).selectOption("Haiku");
    await openPalette(page);
    await page.keyboard.type("effort low");
    await expect(page.getByRole("dialog").getByRole("option").first()).toHaveText(/^Effort: low/i);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Effort" })).toHaveValue("low");
    await page.getByRole("combobox", { name: "Permissions" }).selectOption("Never ask");
    // Shown before the server has it.
    await expect
      .poll(async () => (await porter.client.agents.get.query({ id: sessionOf(page) })).session)
      .toMatchObject({ effort: "low", permissionMode: "bypassPermissions" });
    await field(page).pressSequentially("/pai");
    await expect(page.getByRole("listbox", { name: "Commands" }).getByRole("option")).toHaveText([/\/paint/]);
    await field(page).press("Enter");
    await expect(field(page)).toHaveValue("/paint ");
    await field(page).pressSequentially("the @shed");
    await expect(page.getByRole("option", { name: "garden/shed.md" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await field(page).press("Tab");
    await expect(field(page)).toHaveValue("/paint the @garden/shed.md ");
    await field(page).press("Enter");
    await expect(chatOf(page).getByText("It is painted.")).toBeVisible();
    const request = api.requestsWith("PAINTING")[before];
    expect(request?.prompt).toContain("PAINTING the @garden/shed.md");
    expect(request?.model).toContain("haiku");

    api.when("", ({ messages }) =>
      text(JSON.stringify(messages).includes('"image"') ? "I see it." : "I see nothing."),
    );
    await pastePicture(field(page));
    const picture = page.getByRole("img", { name: "Picture 1" });
    await expect(picture).toBeVisible();
    await expect
      .poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBe(2_000);
    await page.getByRole("button", { name: "Send" }).click();
    await expect(chatOf(page).getByText("I see it.")).toBeVisible();
    await expect(chatOf(page).getByRole("img", { name: "Picture that you sent" })).toHaveCount(2);
  });

  await test.step("a draft goes on in another tab and on another device, and is nowhere once it is sent", async () => {
    const key = sessionOf(page);
    const phone = await browser.newContext({ baseURL: porter.url });
    await phone.request.post("/login", { data: { token: porter.token }, headers: { origin: porter.url } });
    await field(page).fill("Half a thought");
    const saved = async () => (await porter.client.agents.draft.query({ key })).text;
    await expect.poll(saved).toBe("Half a thought");

    const other = await phone.newPage();
    await other.goto(`/agents/${key}`);
    await expect(field(other)).toHaveValue("Half a thought");
    await expect(other.getByText("This was written on another device.")).toBeVisible();
    await field(other).fill("Half a thought, and the rest");
    await page.bringToFront();
    await expect(field(page)).toHaveValue("Half a thought, and the rest");
    await page.reload();
    await expect(field(page)).toHaveValue("Half a thought, and the rest");

    await field(page).press("Enter");
    await expect.poll(saved).toBe("");
    await other.bringToFront();
    await expect(field(other)).toHaveValue("");
    await phone.close();
  });
});

test.describe("what is refused meanwhile", () => {
  test.use({ tolerated: /status of 409/ });

  test("queued messages are edited, removed and sent now; typed words are never lost", async ({
    api,
    porter,
    page,
  }) => {
    await test.step("queued messages are edited, removed and sent now", async () => {
      const end = api.gate();
      api.when("LONG", [[text("At work", { until: end })]]);
      api.when("URGENT", [[text("At once.")]]);
      api.when("BETTER", [[text("Done better.")]]);
      const session = await porter.client.agents.start.mutate({ prompt: "LONG" });
      await page.goto(`/agents/${session.id}`);
      await expect(chatOf(page).getByText("At work")).toBeVisible();
      for (const [before, words] of ["WORSE", "NEEDLESS", "URGENT"].entries()) {
        await say(page, words);
        await expect(queue(page).getByRole("button", { name: "Edit" })).toHaveCount(before + 1);
      }
      const taken = [/agents\.editQueued/, /agents\.removeQueued/].map((path) => page.waitForResponse(path));

      await queue(page).getByRole("button", { name: "Edit" }).first().click();
      const edited = queue(page).getByRole("textbox", { name: "What is queued" });
      await expect(edited).toBeFocused();
      await edited.fill("BETTER");
      await edited.press("Enter");
      await expect(field(page)).toBeFocused();
      await expect(queue(page).getByRole("button", { name: "Remove" })).toHaveCount(3);
      await queue(page).getByRole("button", { name: "Remove" }).nth(1).click();
      await expect(queue(page).getByRole("paragraph")).toHaveText(["Queued: BETTER", "Queued: URGENT"]);
      await Promise.all(taken);
      await page.reload();
      await expect(queue(page).getByRole("paragraph")).toHaveText(["Queued: BETTER", "Queued: URGENT"]);

      await queue(page).getByRole("button", { name: "Interrupt with this" }).last().click();
      await expect(chatOf(page).getByText("Done better.")).toBeVisible();
      await expect(queue(page)).toHaveCount(0);
      await expect(chatOf(page)).toHaveText(/LONG.*At work.*URGENT.*At once\..*BETTER.*Done better\./s);
      expect(api.requestsWith("NEEDLESS")).toEqual([]);
    });

    await test.step("typed words are never lost: to a reload, to a failure, to a queue that moves on", async () => {
      const end = api.gate();
      api.when("SLOW", [[text("At it again", { until: end })]]);
      api.when("QUEUED", [[text("As it was queued.")]]);
      api.when("CUT OFF", [[text("It came through.")]]);
      const id = sessionOf(page);
      await say(page, "SLOW");
      await expect(chatOf(page).getByText("At it again")).toBeVisible();

      // What another tab makes of a queued message does not rewrite what is typed into it; nor is it overwritten.
      await say(page, "QUEUED");
      await queue(page).getByRole("button", { name: "Edit" }).click();
      const edited = queue(page).getByRole("textbox", { name: "What is queued" });
      await edited.fill("QUEUED, and mine");
      const [messageId = ""] = (await porter.client.agents.get.query({ id })).session.queuedMessageIds;
      await porter.client.agents.editQueued.mutate({ messageId, content: "QUEUED, and theirs" });
      const cached = page.waitForResponse(/agents\.editQueued/);
      await expect(edited).toHaveValue("QUEUED, and mine");
      await edited.press("Enter");
      expect((await cached).status()).toBe(409);
      await expect(field(page)).toHaveValue("QUEUED, and mine");
      await expect(queue(page).getByRole("paragraph")).toHaveText("Queued: QUEUED, and theirs");

      // The agent takes the message out of one's hands.
      await field(page).fill("");
      await queue(page).getByRole("button", { name: "Edit" }).click();
      await edited.fill("QUEUED, and late");
      end.open();
      await expect(chatOf(page).getByText("As it was queued.")).toBeVisible();
      await expect(field(page)).toHaveValue("QUEUED, and late");

      // A reload in the middle of a send; sent again, it is one message.
      const answered = Promise.withResolvers<void>();
      let isCut = false;
      await page.route(/agents\.send/, async (route) => {
        if (isCut) return route.fallback();
        isCut = true;
        await route.fetch();
        answered.resolve(); // and never comes back
      });
      await field(page).fill("CUT OFF");
      await field(page).press("Enter");
      await answered.promise;
      await page.reload();
      await expect(chatOf(page).getByText("It came through.")).toBeVisible();
      await expect(field(page)).toHaveValue("");
      await expect(chatOf(page).getByText("Sending…")).toHaveCount(0);
      await expect(chatOf(page).getByText("CUT OFF")).toHaveCount(1);
      expect(api.requestsWith("CUT OFF")).toHaveLength(1);

      // A failure finds the next words in the field already.
      const failed = Promise.withResolvers<void>();
      await page.route(/agents\.send/, async (route) => {
        await failed.promise;
        await route.fulfill({ status: 200, contentType: "text/html", body: "A proxy's own page" });
      });
      await field(page).fill("First words");
      await field(page).press("Enter");
      await field(page).fill("Next words");
      failed.resolve();
      await expect(field(page)).toHaveValue("First words\n\nNext words");
    });
  });
});
