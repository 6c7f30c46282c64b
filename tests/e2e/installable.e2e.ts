import { findFreePort, startPorter } from "../support/server.ts";
import { expectNoViolations } from "./axe-check.ts";
import { openWithWorker } from "./service-worker.ts";
import { connection, expect, rowOf, SERVER_GONE, test } from "./support.ts";

test.use({
  tolerated: SERVER_GONE,
  serviceWorkers: "allow",
});

test("the app can be installed, opens without a server and comes back by itself", async ({
  api,
  porter,
  page,
  context,
}) => {
  await test.step("the browser finds nothing missing, and every icon is what it says", async () => {
    await openWithWorker(page, "/");
    const cdp = await context.newCDPSession(page);
    const { errors, data } = await cdp.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    // A profile that is forgotten with its last window, as a test's is, installs nothing; that is all it may lack.
    const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual(
      [],
    );

    const manifest: { icons: { src: string; sizes: string; purpose?: string }[] } = JSON.parse(data ?? "{}");
    const pictures = manifest.icons.filter(({ src }) => src.endsWith(".png"));
    expect(pictures.map(({ sizes, purpose }) => [sizes, purpose])).toEqual([
      ["192x192", undefined],
      ["512x512", undefined],
      ["512x512", "maskable"],
    ]);
    for (const { src, sizes } of pictures) {
      const size = await page.evaluate(async (address) => {
        const picture = await createImageBitmap(await (await fetch(address)).blob());
        return `${picture.width}x${picture.height}`;
      }, src);
      expect(size, src).toBe(sizes);
    }

    // What the icon's menu opens.
    await page.goto("/tasks?new");
    await expect(page.getByRole("textbox", { name: "New task" })).toBeFocused();
    await expect(page).toHaveURL("/tasks");
  });

  await test.step("without a server the app opens, says so, and comes back by itself", async () => {
    await porter.client.tasks.create.mutate({ title: "Was here before" });
    const worker = await openWithWorker(page, "/tasks");
    await expect(rowOf(page, "Was here before")).toBeVisible();
    await porter.stop();

    await page.reload();
    await expect(page.getByText("Porter does not answer.").first()).toBeVisible();
    await expect(connection(page, "Offline")).toBeVisible();
    await expectNoViolations(page, "offline");
    // A place that was never opened is part of the shell; what it would show is not: nothing of the data was kept.
    await page.goto("/agents");
    await expect(page.getByText("Porter does not answer.").first()).toBeVisible();
    const kept = await worker.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept).toContain("/index.html");
    expect(kept.filter((path) => /^\/(trpc|login|health)/.test(path) || !path.includes("."))).toEqual([]);

    await page.goto("/tasks");
    await using again = await startPorter({ api, home: porter.home, port: porter.port });
    await expect(connection(page, "Live")).toBeVisible();
    await expect(rowOf(page, "Was here before")).toBeVisible();
    await expect(page.getByText("Porter does not answer.")).toHaveCount(0);
    await again.client.tasks.create.mutate({ title: "Came after" });
    await expect(rowOf(page, "Came after")).toBeVisible();
  });
});

/** Porter under an address of its own, which serves an older build of the web app until it is told to update. */
function startOlderPorter(origin: string) {
  let isOld = true;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      // The older build differs in its entry alone, which goes on to the real one.
      const old = /^\/assets\/older-(.+)$/.exec(pathname)?.[1];
      if (old)
        return new Response(`import "/assets/${old}";`, { headers: { "content-type": "text/javascript" } });
      const headers = new Headers(request.headers);
      headers.set("accept-encoding", "identity");
      const { method, signal } = request;
      const body = method === "GET" ? null : await request.text();
      // As every proxy answers when the server behind it is gone.
      const answer = await fetch(origin + pathname + search, { method, headers, body, signal }).catch(
        () => new Response(null, { status: 502 }),
      );
      if (
        !isOld ||
        !/html|javascript/.test(answer.headers.get("content-type") ?? "") ||
        pathname.startsWith("/assets/")
      )
        return answer;
      const text = (await answer.text()).replaceAll(/\/assets\/(index-[\w-]+\.js)/g, "/assets/older-$1");
      return new Response(text, { headers: { "content-type": answer.headers.get("content-type") ?? "" } });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    update: () => (isOld = false),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

test.describe("a new version", () => {
  test.use({ signedIn: false });

  test("is offered to the pages of the old one, and Reload brings it", async ({ page, context }) => {
    const port = findFreePort();
    await using older = startOlderPorter(`http://127.0.0.1:${port}`);
    await using porter = await startPorter({ port, env: { PORTER_PUBLIC_URL: older.url } });
    const entry = (tab: typeof page) => tab.locator("script[type=module]").getAttribute("src");
    await page.goto(porter.signInLink);
    await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
    await openWithWorker(page, `${older.url}/tasks`);
    expect(await entry(page)).toContain("older-");

    older.update();
    const second = await context.newPage();
    await second.goto(`${older.url}/tasks`);
    expect(await entry(second)).not.toContain("older-");
    await page.bringToFront();
    await expect(page.getByText("A new version is ready")).toBeVisible();
    await expect(second.getByText("A new version is ready")).toHaveCount(0);

    await page.getByRole("button", { name: "Reload" }).click();
    await expect.poll(() => entry(page)).not.toContain("older-");
    await expect(connection(page, "Live")).toBeVisible();
    const shells = () => page.evaluate(() => caches.keys());
    await expect
      .poll(async () => (await shells()).filter((name) => name.startsWith("porter-shell-")).length)
      .toBe(1);
    // Before the server that they ask is gone.
    for (const tab of [page, second]) await tab.close();
  });
});
