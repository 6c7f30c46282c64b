import { expect, test, type Page } from "@playwright/test";
import { openOAuth, OWNER } from "../integrations/open-oauth.ts";

type Porter = Awaited<ReturnType<typeof openOAuth>>;

/** Signs in to Porter and presses Connect, as the web app does: by a call, and by leaving for the address. */
async function leaveForService(page: Page, home: string): Promise<void> {
  await page.goto(home);
  await page.evaluate(async (token) => {
    const post = (path: string, body: unknown) =>
      fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await post("/login", { token });
    const answer = await post("/trpc/integrations.connect", { json: { integrationId: "account" } });
    const link = document.createElement("a");
    link.textContent = "Leave";
    link.href = (await answer.json()).result.data.json.url;
    document.body.replaceChildren(link);
  }, OWNER);
  // Not by the script: the page would be gone before it has said that it is done.
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByRole("link", { name: "Allow" }).waitFor();
}

const cameBack = ({ requests }: Porter): Request[] =>
  requests.filter(({ url }) => new URL(url).pathname === "/oauth/account/callback");

/** Whether the page is signed in to Porter: its calls carry the cookie that no other site's do. */
const isSignedIn = (page: Page): Promise<boolean> =>
  page.evaluate(async () => (await fetch("/trpc/integrations.list")).ok);

test("the way through another site's consent ends signed in to both, with SameSite=Strict in force", async ({
  page,
  context,
}) => {
  await using porter = await openOAuth();
  await leaveForService(page, porter.url);
  expect(new URL(page.url()).origin).toBe(porter.provider.site);
  await page.getByRole("link", { name: "Allow" }).click();
  await page.waitForURL(`${porter.url}/integrations/account`);
  expect(porter.provider.calls).toEqual({ authorize: 1, token: 1 });
  expect(await isSignedIn(page)).toBe(true);

  const [back, ...others] = cameBack(porter);
  expect(others).toEqual([]);
  const name = `porter_${porter.port}`;
  expect(back?.headers.get("cookie")).toMatch(new RegExp(`^${name}_oauth=[0-9a-f]{64}$`));
  expect(back?.headers.get("sec-fetch-site")).toBe("cross-site");
  const cookies = await context.cookies(porter.url);
  expect(cookies.find((cookie) => cookie.name === name)?.sameSite).toBe("Strict");
  for (const { headers } of porter.requests) expect(headers.get("referer") ?? "").not.toContain("code=");
});

test("a browser that knows Porter as localhost is led back there", async ({ page }) => {
  await using porter = await openOAuth();
  const home = `http://localhost:${porter.port}`;
  await leaveForService(page, home);
  await page.getByRole("link", { name: "Allow" }).click();
  await page.waitForURL(`${home}/integrations/account`);
  expect(await isSignedIn(page)).toBe(true);
  expect(porter.provider.calls.token).toBe(1);
});

test("who allows nothing, or follows an address of somebody else's, gets a calm page and a way on", async ({
  page,
  browser,
}) => {
  await using porter = await openOAuth();
  await leaveForService(page, porter.url);
  const authorization = page.url();
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(authorization);
  await stranger.getByRole("link", { name: "Allow" }).click();
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This sign-in cannot be finished");
  expect(porter.provider.calls.token).toBe(0);

  await page.getByRole("link", { name: "Deny" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The account is not connected");
  await expect(page.getByText("The access was not allowed.")).toBeVisible();
  await page.getByRole("link", { name: "Connect again" }).click();
  await page.waitForURL(`${porter.url}/integrations/account`);
  expect(await isSignedIn(page)).toBe(true);
  expect(porter.provider.calls.token).toBe(0);
});
