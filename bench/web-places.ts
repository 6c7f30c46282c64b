import type { Page } from "@playwright/test";
import { text, type MessagesApi } from "../tests/support/messages-api.ts";
import type { Porter } from "../tests/support/server.ts";
import { watchSession } from "../tests/support/watch.ts";

export type Place = {
  name: string;
  path: string;
  /** What stands there as soon as the page has its data and its main control. */
  control: string;
  /** Uses a control, and resolves when the page has answered. */
  use: (page: Page) => Promise<void>;
};

/** Puts something on every page, and says when each of them works. */
export async function furnish(api: MessagesApi, porter: Porter): Promise<Place[]> {
  for (const title of ["Pay the rent", "Mend the fence", "Sweep the chimney"])
    await porter.client.tasks.create.mutate({ title });
  api.when("FURNISH", () => [text("The fence has **three** posts.")]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "FURNISH" });
  using watch = watchSession(porter.client, id);
  await watch.untilStatus("completed");
  return [
    {
      name: "dashboard",
      path: "/",
      control: "main button[aria-label^='Mark #']",
      use: async (page) => {
        await page.locator("main a[href^='/tasks/']").first().click();
        await page.waitForURL(/\/tasks\//);
      },
    },
    { name: "tasks", path: "/tasks", control: "main a[href^='/tasks/']", use: search },
    { name: "agents", path: "/agents", control: "main a[href^='/agents/']", use: search },
    {
      name: "chat",
      path: `/agents/${id}`,
      control: "[role=log] .prose > *",
      use: async (page) => {
        await page.getByRole("textbox", { name: "Message" }).fill("And now?");
        await page.locator("button[aria-label='Send']:enabled").waitFor();
      },
    },
    {
      name: "calendar",
      path: "/calendar",
      control: "main [data-hours]",
      use: async (page) => {
        await page.keyboard.press("j");
        await page.waitForURL(/[?&]week=/);
      },
    },
    {
      name: "notifications",
      path: "/notifications",
      control: "main li button[aria-label^='Mark']",
      use: async (page) => {
        const button = page.locator("main li button[title^='Mark as']").first();
        const before = await button.getAttribute("title");
        await button.click();
        await page.locator(`main li button[title^='Mark as']:not([title='${before}'])`).first().waitFor();
      },
    },
    {
      name: "settings",
      path: "/settings",
      control: "main table input",
      use: async (page) => {
        await page.getByRole("radio", { name: "Dark" }).check({ force: true });
        await page.locator("html[data-theme=dark]").waitFor();
      },
    },
  ];
}

async function search(page: Page): Promise<void> {
  await page.locator("main input[type=search]").fill("f");
  await page.waitForURL(/[?&]q(uery)?=f/);
}
