import { expect, PHONE, rowOf, test } from "./support.ts";

/** More than the six connections that a browser opens to one server. */
const TABS = 7;

test("seven open tabs show the same change, and each answers a click; two and a phone change the same tasks at once: all is kept and sent", async ({
  porter,
  context,
  browser,
}) => {
  const { tasks } = porter.client;
  await tasks.create.mutate({ title: "Seen by all" });
  const tabs = await Promise.all(
    Array.from({ length: TABS }, async () => {
      const tab = await context.newPage();
      await tab.goto("/tasks");
      return tab;
    }),
  );
  const [page, second, ...others] = tabs;
  if (!page || !second) throw new Error("There are no tabs.");

  await test.step("all show the same change, and each answers a click", async () => {
    for (const tab of tabs) await expect(rowOf(tab, "Seen by all")).toBeVisible();
    await tasks.create.mutate({ title: "Came later" });
    await Promise.all(tabs.map((tab) => expect(rowOf(tab, "Came later")).toBeVisible()));
    for (const [index, tab] of tabs.entries()) {
      await tab.bringToFront();
      const title = `Written in tab ${index + 1}`;
      await tab.getByRole("textbox", { name: "New task" }).fill(title);
      await tab.getByRole("button", { name: "Add task" }).click();
      await expect(rowOf(tab, title)).toBeVisible();
    }
    const rows = 2 + TABS;
    await Promise.all(
      tabs.map((tab) => expect(tab.getByRole("main").getByRole("listitem")).toHaveCount(rows)),
    );
    for (const tab of others) await tab.close();
    for (const { id } of (await tasks.list.query({})).items) await tasks.remove.mutate({ id });
  });

  await test.step("two tabs and a phone change the same tasks at once, and end with the same", async () => {
    const [door, hinge] = [
      await tasks.create.mutate({ title: "Sand the door" }),
      await tasks.create.mutate({ title: "Oil the hinge" }),
    ];
    await tasks.create.mutate({ title: "Wash the pane" });
    await using phone = await browser.newContext({ ...PHONE, baseURL: porter.url });
    const headers = { origin: porter.url };
    await phone.request.post("/login", { data: { token: porter.token }, headers });
    const hand = await phone.newPage();
    await hand.goto("/tasks");
    const all = [page, second, hand];
    for (const tab of all) await expect(rowOf(tab, "Wash the pane")).toBeVisible();

    await Promise.all([
      rowOf(page, door.title)
        .getByRole("button", { name: `Mark #${door.number} as done` })
        .click(),
      rowOf(second, hinge.title)
        .getByRole("button", { name: `Mark #${hinge.number} as done` })
        .click(),
      hand.getByRole("textbox", { name: "New task" }).fill("Paint it all tomorrow #house"),
    ]);
    await hand.keyboard.press("Enter");
    for (const tab of all) {
      await tab.bringToFront();
      await expect(rowOf(tab, "Paint it all")).toBeVisible();
      await expect
        .poll(() =>
          tab
            .getByRole("region", { name: "To do" })
            .getByRole("listitem")
            .getByRole("link")
            .allTextContents(),
        )
        .toEqual(["Paint it all", "Wash the pane"]);
    }
  });

  await test.step("what two tabs change at the same moment is kept and sent, all of it", async () => {
    const numbers: number[] = [];
    for (let shelf = 1; shelf <= 20; shelf++)
      numbers.push((await tasks.create.mutate({ title: `Shelf ${shelf}` })).number);
    const shares = [
      { tab: page, odd: 1 },
      { tab: second, odd: 0 },
    ];
    for (const { tab } of shares)
      await expect(tab.getByRole("region", { name: "To do" }).getByRole("listitem")).toHaveCount(22);
    await Promise.all(
      shares.map(({ tab, odd }) =>
        tab.evaluate(
          (mine) => {
            for (const name of mine)
              document.querySelector<HTMLElement>(`button[aria-label="Mark #${name} as done"]`)?.click();
          },
          numbers.filter((number) => number % 2 === odd),
        ),
      ),
    );
    await expect.poll(async () => (await tasks.counts.query({})).done).toBe(22);
    for (const { tab } of shares) await expect(tab.getByRole("button", { name: "Done 22" })).toBeVisible();
  });
});
