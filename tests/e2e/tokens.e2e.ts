import { expectNoViolations } from "./axe-check.ts";
import { createPorterClient } from "../../client/sdk/index.ts";
import { expect, goTo, openPalette, test } from "./support.ts";

test("a token is made by keyboard, shown once, used under its name, and taken back", async ({
  porter,
  page,
}) => {
  await page.goto("/");
  await openPalette(page);
  await page.keyboard.type("api key");
  await page.getByRole("option", { name: "Tokens" }).click();
  await expect(page).toHaveURL("/settings#tokens");
  const tokens = page.getByRole("region", { name: "Tokens" });
  await expect(tokens).toContainText("None yet");

  await tokens.getByRole("button", { name: "New token" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "New token" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Inbox script");
  await expectNoViolations(page, "the form of a token");
  await page.keyboard.press("Enter");
  const secret = dialog.getByRole("textbox", { name: "Token" });
  await expect(secret).toHaveValue(/^porter_[\w-]{43}$/);
  const token = await secret.inputValue();
  const ready = (name: string) => dialog.getByLabel(`For ${name}`, { exact: true });
  await expect(ready("Claude Code")).toContainText(
    `${porter.url}/mcp --header "Authorization: Bearer $PORTER_TOKEN"`,
  );
  expect(JSON.parse((await ready("Claude Desktop").textContent()) ?? "")).toMatchObject({
    mcpServers: { porter: { env: { PORTER_AUTHORIZATION: `Bearer ${token}` } } },
  });
  await expect(ready("Scripts")).toContainText("read -rs PORTER_TOKEN && export PORTER_TOKEN");
  await expectNoViolations(page, "a token that was made");
  await dialog.getByRole("button", { name: "Done" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(tokens.getByRole("button", { name: "New token" })).toBeFocused();
  await expect(tokens.getByRole("listitem")).toContainText("Work on tasks · not used yet · ends");
  expect(await page.content()).not.toContain(token);

  const script = createPorterClient({ url: porter.url, token });
  const task = await script.tasks.create.mutate({ title: "From the script" });
  await goTo(page, `/tasks/${task.id}`);
  await page.getByText("History").click();
  await expect(page.getByText("the token “Inbox script”").first()).toBeVisible();

  await goTo(page, "/settings");
  await expect(tokens.getByRole("listitem")).toContainText("used now");
  await tokens.getByRole("button", { name: "Revoke “Inbox script”" }).press("Enter");
  await expectNoViolations(page, "a token's last question");
  await tokens.getByRole("button", { name: "Revoke", exact: true }).press("Enter");
  await expect(tokens).toContainText("None yet");
  const refusal = script.tasks.counts.query().then(
    () => "let in",
    (error: Error) => error.message,
  );
  expect(await refusal).toContain("This token is not valid");
  await goTo(page, `/tasks/${task.id}`);
  await page.getByText("History").click();
  await expect(page.getByText("the token “Inbox script”").first()).toBeVisible();
});
