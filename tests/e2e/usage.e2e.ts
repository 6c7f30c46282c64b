import { apiError, text } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { expectNoViolations } from "./axe-check.ts";
import { chatOf, expect, say, statusOf, test } from "./support.ts";

test.use({ config: "agents.session_budget_usd = 0.0001" });

test("a session that has reached its budget asks in the chat, and what it took is told beside it and on its page", async ({
  api,
  porter,
  page,
}) => {
  api.when("Paint", [[text("The shed is painted.")]]);
  api.when("Varnish", [[text("It shines.")]]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "Paint the shed" });
  await page.goto(`/agents/${id}`);
  await expect(chatOf(page)).toContainText("The shed is painted.");
  await say(page, "Varnish it");
  const card = page.getByRole("region", { name: "Waits for a budget" });
  await expect(card).toContainText("This session has cost");
  await expectNoViolations(page, "budget card");
  await card.getByRole("button", { name: "Go on up to" }).click();
  await expect(chatOf(page)).toContainText("It shines.");
  await expect(card).toBeHidden();

  await page.getByRole("button", { name: /^Usage:/ }).click();
  const usage = page.getByRole("dialog", { name: "Usage of this session" });
  await expect(usage.getByRole("meter", { name: "Context window" })).toBeVisible();
  await usage.getByRole("button", { name: "Change" }).click();
  await usage.getByRole("spinbutton").fill("5");
  await usage.getByRole("button", { name: "Save" }).click();
  await expect(usage.getByRole("meter", { name: "Budget of this session" })).toHaveAttribute(
    "aria-valuetext",
    /of \$5\.00/,
  );
  await expectNoViolations(page, "usage of a session");
  await usage.getByRole("link", { name: "All usage" }).click();

  const sessions = page.getByRole("region", { name: "By session" });
  await expect(sessions.getByRole("link", { name: "Paint the shed" })).toBeVisible();
  await expect(sessions.getByRole("row", { name: /Paint the shed/ })).toContainText("2");
  await expect(page.getByRole("table", { name: "Costs by day" }).getByRole("row")).toHaveCount(8);
  await page.getByRole("link", { name: "Today" }).click();
  await expect(page.getByRole("table", { name: "Costs by hour" })).toBeAttached();
  await expectNoViolations(page, "usage");
});

/** With the login of a plan: with an API key the CLI does not speak of limits. */
const testWithPlan = test.extend({
  porter: async ({ api, config }, use) => {
    const env = { ANTHROPIC_API_KEY: "", CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-test" };
    await using porter = await startPorter({ api, config, env });
    await use(porter);
  },
});

testWithPlan(
  "a session that meets the limit of the plan says until when, and goes on when its owner says so",
  async ({ api, porter, page }) => {
    const resetsAt = Math.floor(Date.now() / 1000) + 3600;
    const prefix = "anthropic-ratelimit-unified";
    const met = apiError(429, "rate_limit_error", "This request would exceed your account's rate limit.", {
      [`${prefix}-status`]: "rejected",
      [`${prefix}-reset`]: String(resetsAt),
      [`${prefix}-representative-claim`]: "five_hour",
      "x-should-retry": "false",
    });
    api.when("Paint", [met]);
    api.when("limit that stopped you is over", [[text("The shed is painted.")]]);
    const { id } = await porter.client.agents.start.mutate({ prompt: "Paint the shed" });
    await page.goto(`/agents/${id}`);
    await expect(statusOf(page, "Waits for the limit until")).toBeVisible();
    const card = page.getByRole("region", { name: "Waits for the limit" });
    await card.getByRole("button", { name: "Go on then" }).click();
    await expect(card).toContainText("goes on by itself then");
    await expectNoViolations(page, "limit card");
    await card.getByRole("button", { name: "Try now" }).click();
    await expect(chatOf(page)).toContainText("The shed is painted.");
    await expect(card).toBeHidden();
  },
);
