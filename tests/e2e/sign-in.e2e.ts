import { expect, test } from "./support.ts";

test.use({ signedIn: false, tolerated: /status of 401/ });

test("a link that was used already is refused; signing out ends it in every tab, and for the cookie as well; a deep link asks for the token", async ({
  porter,
  page,
  context,
  browser,
}) => {
  await test.step("a link that was used already is refused, with the way on", async () => {
    await page.goto(porter.signInLink);
    await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();

    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(porter.signInLink);
    await expect(stranger.getByRole("alert")).toContainText("used already");
    await expect(stranger.getByText("bun porter link")).toBeVisible();
    await expect(stranger.getByRole("textbox", { name: "Token" })).toBeFocused();
    expect(new URL(stranger.url()).hash).toBe("");
    await stranger.context().close();
  });

  await test.step("signing out ends it in every tab, and for the cookie as well", async () => {
    const cookies = await context.cookies();
    const second = await context.newPage();
    await second.goto("/agents");
    await expect(second.getByRole("heading", { name: "Agents", exact: true })).toBeVisible();
    await page.bringToFront();

    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(second.getByRole("heading", { name: "Sign in" })).toBeVisible();

    await context.addCookies(cookies);
    await page.goto("/tasks");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  await test.step("a deep link asks for the token, refuses a wrong one, and returns after the right one", async () => {
    const task = await porter.client.tasks.create.mutate({ title: "Deep down" });
    const deep = `/tasks/${task.id}?priority=medium`;
    await page.goto(deep);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(page.getByText("Deep down")).toHaveCount(0);

    await page.getByRole("textbox", { name: "Token" }).fill("x".repeat(40));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByRole("textbox", { name: "Token" }).fill(` ${porter.token}\n`);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(deep);
    await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Deep down");
  });
});
