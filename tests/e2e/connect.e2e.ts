import { startGoogle, type FakeGoogle } from "../support/google/index.ts";
import { expectNoViolations } from "./axe-check.ts";
import { expect, goTo, test as base } from "./support.ts";

const test = base.extend<{ google: FakeGoogle }>({
  // Playwright reads from the pattern what a fixture needs: nothing.
  // eslint-disable-next-line no-empty-pattern
  google: async ({}, use) => {
    await using google = startGoogle();
    await use(google);
  },
  config: async ({ google }, use) => {
    const section = google.configToml();
    // As `localhost` it is another site than Porter at 127.0.0.1, as Google is.
    const elsewhere = section.replace(/(auth_url = "http:\/\/)127\.0\.0\.1/, "$1localhost");
    await use(`[integrations]\nenabled = ["calendar"]\n${elsewhere}`);
  },
});

// The page of a sign-in that came to nothing is a 400.
test.use({ tolerated: /status of 400 .*\/oauth\/calendar\/callback/ });

test("without a calendar all leads to where one is set up; Connect leads through Google's consent and back, and the page shows at once how it stands", async ({
  page,
  google,
  porter,
}) => {
  await porter.client.tasks.create.mutate({ title: "Mend the fence" });
  await page.goto("/");
  const hint = page.getByRole("link", { name: "set up a calendar" });
  await expect(hint).toHaveAttribute("href", "/integrations/calendar");
  await goTo(page, "/calendar");
  await expect(page.getByRole("heading", { level: 1, name: "No calendar yet" })).toBeVisible();
  await expectNoViolations(page, "no calendar");
  await page.getByRole("link", { name: "Set up a calendar" }).click();
  await expect(page).toHaveURL("/integrations/calendar");

  await page.getByText("How to set it up").click();
  await expect(page.getByText("enable the Google Calendar API")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Redirect address" })).toHaveValue(
    `${porter.url}/oauth/calendar/callback`,
  );

  google.signIn.settings.answer = "deny";
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Calendar is not connected");
  expect(google.count("POST", /^\/token$/)).toBe(0);

  google.signIn.settings.answer = "allow";
  await page.getByRole("link", { name: "Connect again" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page).toHaveURL("/integrations/calendar");
  await expect(page.getByRole("status").filter({ hasText: "Works" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect", exact: true })).toBeHidden();
  expect(google.count("POST", /^\/token$/)).toBe(1);
});
