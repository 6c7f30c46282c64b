import { chromium, type Browser, type Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { findBrowser } from "../../support/browser.ts";
import { figure } from "../../support/figures.ts";
import { startPorter, type Porter } from "../../support/server.ts";
import { readEverything } from "./everything.ts";

/** A page of an attacker in the browser in which the owner is signed in: nothing of Porter can be read or changed. */
let porter: Porter;
let attacker: ReturnType<typeof servePage>;
let browser: Browser;
let tried = 0;
const SECRET_TITLE = "What a stranger must not read";

beforeAll(async () => {
  porter = await startPorter();
  attacker = servePage();
  browser = await chromium.launch({
    ...(findBrowser() !== undefined && { executablePath: findBrowser() }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      // Rebinding: a name of the attacker's, that now leads to this machine.
      "--host-resolver-rules=MAP rebound.example 127.0.0.1, MAP evil.example 127.0.0.1",
    ],
  });
  await porter.client.tasks.create.mutate({ title: SECRET_TITLE });
});
afterAll(async () => {
  figure("doors", "ways of a foreign page in Chromium without effect and without a byte read", tried);
  await browser.close();
  await attacker.stop(true);
  await porter[Symbol.asyncDispose]();
});

/** An empty page, and a place where it can leave what it has read. */
function servePage() {
  return Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () =>
      new Response("<!doctype html><title>evil</title>", { headers: { "content-type": "text/html" } }),
  });
}

/** What the attacker's page does with Porter's address. Resolves with all that it got to read. */
async function attack(page: Page): Promise<Record<string, string>> {
  return page.evaluate(
    async ({ porter, body }) => {
      const read: Record<string, string> = {};
      const list = `${porter}/trpc/tasks.list`;
      const create = `${porter}/trpc/tasks.create`;
      const once = (target: EventTarget, ...names: string[]) =>
        new Promise<string>((resolve) => {
          for (const name of names) target.addEventListener(name, () => resolve(name));
        });
      const soon = () => new Promise((resolve) => setTimeout(resolve, 10));
      /** A frame has no document for the page around it once it shows another origin, if only the browser's error. */
      const readFrame = async (frame: HTMLIFrameElement) => {
        while (frame.contentDocument?.URL === "about:blank") await soon();
        return frame.contentDocument?.body.textContent ?? "refused";
      };
      const fetched = async (url: string, init: RequestInit) => {
        try {
          const answer = await fetch(url, { credentials: "include", ...init });
          return `${answer.status} ${await answer.text()}`;
        } catch {
          return "refused";
        }
      };
      const ways: Record<string, () => Promise<string>> = {
        "fetch a list": () => fetched(list, {}),
        "fetch a list without CORS": () => fetched(list, { mode: "no-cors" }),
        "fetch the page": () => fetched(porter, { mode: "no-cors" }),
        "post JSON": () =>
          fetched(create, { method: "POST", body, headers: { "content-type": "application/json" } }),
        "post text": () =>
          fetched(create, {
            method: "POST",
            body,
            mode: "no-cors",
            headers: { "content-type": "text/plain" },
          }),
        "post a blob of JSON": () =>
          fetched(create, { method: "POST", body: new Blob([body], { type: "application/json" }) }),
        "post multipart": () => {
          const form = new FormData();
          form.set("json", "{}");
          return fetched(`${porter}/trpc/notifications.markAllRead`, {
            method: "POST",
            body: form,
            mode: "no-cors",
          });
        },
        delete: () => fetched(create, { method: "DELETE" }),
        "talk to the MCP server": () =>
          fetched(`${porter}/mcp`, {
            method: "POST",
            body,
            headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
          }),
        "listen to the MCP server": () =>
          fetched(`${porter}/mcp`, { headers: { accept: "text/event-stream" } }),
        "sign out": () => fetched(`${porter}/logout`, { method: "POST", mode: "no-cors" }),
        beacon: async () => {
          navigator.sendBeacon(create, new Blob([body], { type: "text/plain" }));
          try {
            navigator.sendBeacon(create, new Blob([body], { type: "application/json" }));
          } catch {
            return "refused";
          }
          return "sent";
        },
        EventSource: async () => {
          const source = new EventSource(`${porter}/trpc/events.onEvent`, { withCredentials: true });
          const came = await once(source, "open", "message", "connected", "error");
          source.close();
          return came;
        },
        WebSocket: async () => {
          const socket = new WebSocket(porter.replace("http", "ws"));
          return once(socket, "open", "message", "error");
        },
        image: async () => {
          const image = new Image();
          image.src = list;
          return once(image, "load", "error");
        },
        script: async () => {
          const script = document.createElement("script");
          script.src = list;
          document.head.append(script);
          return once(script, "load", "error");
        },
        "style sheet": async () => {
          const link = document.createElement("link");
          link.rel = "stylesheet";
          link.href = list;
          document.head.append(link);
          return once(link, "load", "error");
        },
        frame: async () => {
          const frame = document.createElement("iframe");
          frame.src = porter;
          document.body.append(frame);
          return readFrame(frame);
        },
        "forms in frames": async () => {
          const got: string[] = [];
          for (const [type, action] of [
            ["text/plain", create],
            ["application/x-www-form-urlencoded", `${porter}/logout`],
            ["multipart/form-data", `${porter}/trpc/notifications.markAllRead`],
          ] as const) {
            const frame = document.createElement("iframe");
            frame.name = type;
            const form = document.createElement("form");
            Object.assign(form, { method: "POST", action, enctype: type, target: type });
            const field = document.createElement("input");
            Object.assign(field, { name: body.slice(0, -1), value: "}" });
            form.append(field);
            document.body.append(frame, form);
            form.submit();
            got.push(await readFrame(frame));
          }
          return got.every((text) => text === "refused") ? "refused" : got.join();
        },
        window: async () => {
          const opened = window.open(porter);
          if (!opened) return "refused";
          try {
            // A page of another origin can be asked for nothing, and Porter's own cuts the tie (COOP): `closed`.
            while (!opened.closed && opened.location.href === "about:blank") await soon();
            return opened.closed ? "refused" : (opened.document.body.textContent ?? "");
          } catch {
            return "refused";
          } finally {
            opened.close();
          }
        },
      };
      for (const [name, way] of Object.entries(ways)) read[name] = await way();
      return read;
    },
    { porter: porter.url, body: JSON.stringify({ json: { title: "By a stranger" } }) },
  );
}

describe("in a browser that is signed in, a page", () => {
  const pages: Record<string, () => { page: string }> = {
    "on another port of the same host": () => ({ page: attacker.url.origin }),
    "on another site": () => ({ page: `http://evil.example:${attacker.port}` }),
  };
  for (const [name, where] of Object.entries(pages)) {
    test(`${name} reads nothing and changes nothing`, async () => {
      const context = await browser.newContext();
      const headers = { origin: porter.url };
      const signedIn = await context.request.post(`${porter.url}/login`, {
        data: { token: porter.token },
        headers,
      });
      expect(signedIn.status()).toBe(204);
      const own = await context.newPage();
      await own.goto(`${porter.url}/health`);
      const before = readEverything(porter);
      const page = await context.newPage();
      await page.goto(where().page);

      const read = await attack(page);
      tried += Object.keys(read).length;
      for (const [way, got] of Object.entries(read)) {
        const harmless = ["refused", "error", "sent"];
        expect({ way, got, isHarmless: harmless.includes(got) }).toMatchObject({ isHarmless: true });
      }
      expect(readEverything(porter)).toEqual(before);
      // The same browser, from Porter's own page: the owner is still signed in, and what was tried would work.
      const list = await own.evaluate(async () => (await fetch("/trpc/tasks.list")).text());
      expect(list).toContain(SECRET_TITLE);
      await context.close();
    });
  }

  test("under a name that was bound anew to this machine gets 421, and no page", async () => {
    const page = await browser.newPage();
    for (const path of ["/", "/trpc/tasks.list", "/health", "/sign-in", "/sw.js"]) {
      const answer = await page.goto(`http://rebound.example:${porter.port}${path}`);
      expect({ path, status: answer?.status() }).toEqual({ path, status: 421 });
      tried++;
    }
    const got = await page.evaluate(async () => {
      const answer = await fetch("/trpc/tasks.create", {
        method: "POST",
        body: JSON.stringify({ json: { title: "By a stranger" } }),
        headers: { "content-type": "application/json" },
      });
      return answer.status;
    });
    expect(got).toBe(421);
    tried++;
  });
});
