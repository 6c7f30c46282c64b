import { join } from "node:path";
import { test as base, expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { writeTranscript } from "../support/claude-transcript.ts";
import { startMessagesApi, text, toolUse, type MessagesApi } from "../support/messages-api.ts";
import { startPorter, type Porter } from "../support/server.ts";

export { expect };

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export type Options = {
  /** The server's TOML. */
  config: string;
  /** Whether the browser holds the owner's cookie from the start. */
  signedIn: boolean;
  /** Lines of the browser's console that belong to what the test does; any other fails it. */
  tolerated: RegExp | undefined;
};

type World = { api: MessagesApi; porter: Porter };

/**
 * Every test has a server, a home, a Messages API and a browser profile of its own. It fails on any error in the
 * console of any of its tabs; a breach of the Content-Security-Policy is one of those.
 */
export const test = base.extend<Options & World>({
  config: ["", { option: true }],
  signedIn: [true, { option: true }],
  tolerated: [undefined, { option: true }],
  // Playwright reads from the pattern what a fixture needs: nothing.
  // eslint-disable-next-line no-empty-pattern
  api: async ({}, use) => {
    await using api = startMessagesApi();
    await use(api);
  },
  porter: async ({ api, config }, use) => {
    await using porter = await startPorter({ api, config });
    await use(porter);
  },
  baseURL: async ({ porter }, use) => use(porter.url),
  context: async ({ context, porter, signedIn, tolerated }, use) => {
    const complaints = listenForComplaints(context);
    if (signedIn) {
      const headers = { origin: porter.url };
      const answer = await context.request.post("/login", { data: { token: porter.token }, headers });
      expect(answer.status()).toBe(204);
    }
    await use(context);
    expect(complaints.filter((line) => !tolerated?.test(line))).toEqual([]);
  },
});

function listenForComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (message.text().startsWith("Service Worker registration blocked by Playwright")) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return complaints;
}

/**
 * What a browser complains of while its server is away: requests of the page, and its own for the service worker, which
 * it looks for again whenever it likes.
 */
export const SERVER_GONE =
  /net::ERR_|status of 50\d|ServiceWorker|fetching the script|Failed to (load|fetch)/;

/** What the page says about its stream: Live, Reconnecting, Offline. */
export const connection = (page: Page, word: string): Locator =>
  page.getByTitle(word, { exact: true }).filter({ visible: true });

/** The row of a task in any list. */
export const rowOf = (page: Page, title: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });

/** The conversation of a chat. */
export const chatOf = (page: Page): Locator => page.getByRole("log", { name: "Conversation" });

/** The word beside the lamp in a chat's header. */
export const statusOf = (page: Page, word: string): Locator =>
  page.getByRole("status").filter({ hasText: word });

/**
 * Goes to another page as the app's own links do. To load the app anew takes seven times as much. The page may say more in
 * its address at once, such as its week.
 */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);
  await expect(page).toHaveURL((url) => url.pathname === new URL(path, url).pathname);
}

/** Sends a message from the chat's composer. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

/** Opens ⌘K, whose chunk may still be on the way: what is typed before would be lost. */
export async function openPalette(page: Page): Promise<void> {
  // The keys are there with the page.
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search and commands" })).toBeFocused();
}

/** A session that has ended, brought in from Claude's own history: to start an agent takes a second of a core. */
export async function importSession(porter: Porter, said: Parameters<typeof writeTranscript>[1]["said"]) {
  const { id } = writeTranscript(porter.home, { cwd: join(porter.home, "porter"), said });
  return porter.client.agents.import.mutate({ claudeSessionId: id });
}

/** An agent that wants to make a file. */
export async function startWaiting(api: MessagesApi, porter: Porter, prompt: string) {
  const file = join(porter.home, "porter", "made-by-the-agent");
  api.when(prompt, [[toolUse("Bash", { command: `touch ${file}` })], [text("It is made.")]]);
  const session = await porter.client.agents.start.mutate({ prompt });
  return { file, session };
}

/** In CSS pixels of the viewport. */
export type Point = { x: number; y: number };

/** A finger as Chromium's own protocol has it: `page.touchscreen` can only tap. */
export async function fingerOn(page: Page) {
  const session = await page.context().newCDPSession(page);
  const tell = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (point: Point) => tell("touchStart", point),
    move: (point: Point) => tell("touchMove", point),
    up: () => tell("touchEnd"),
  };
}
