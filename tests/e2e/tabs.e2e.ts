import { expect, PHONE, rowOf, test } from "./support.ts";

// More than the six connections that a browser opens to one server.
test("eight open tabs show the same change, and each answers a click", async ({ porter, context }) => {
  await porter.client.tasks.create.mutate({ title: "Seen by all" });
  const tabs = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const tab = await context.newPage();
      await tab.goto("/tasks");
      return tab;
    }),
  );
  for (const tab of tabs) await expect(rowOf(tab, "Seen by all")).toBeVisible();

  await porter.client.tasks.create.mutate({ title: "Came later" });
  await Promise.all(tabs.map((tab) => expect(rowOf(tab, "Came later")).toBeVisible()));

  for (const [index, tab] of tabs.entries()) {
    await tab.bringToFront();
    const title = `Written in tab ${index + 1}`;
    await tab.getByRole("textbox", { name: "New task" }).fill(title);
    await tab.getByRole("button", { name: "Add task" }).click();
    await expect(rowOf(tab, title)).toBeVisible();
  }
  await Promise.all(tabs.map((tab) => expect(tab.getByRole("main").getByRole("listitem")).toHaveCount(10)));
});

test("two tabs and a phone change the same tasks at once, and end with the same; all of it is kept and sent", async ({
  porter,
  page,
  context,
  browser,
}) => {
  await test.step("two tabs and a phone change the same tasks at once, and end with the same", async () => {
    for (const title of ["Sand the door", "Oil the hinge", "Wash the pane"])
      await porter.client.tasks.create.mutate({ title });
    await using phone = await browser.newContext({ ...PHONE, baseURL: porter.url });
    const headers = { origin: porter.url };
    await phone.request.post("/login", { data: { token: porter.token }, headers });
    const [second, hand] = await Promise.all([context.newPage(), phone.newPage()]);
    const tabs = [page, second, hand];
    await Promise.all(tabs.map((tab) => tab.goto("/tasks")));
    for (const tab of tabs) await expect(rowOf(tab, "Wash the pane")).toBeVisible();

    await Promise.all([
      rowOf(page, "Sand the door").getByRole("button", { name: "Mark #1 as done" }).click(),
      rowOf(second, "Oil the hinge").getByRole("button", { name: "Mark #2 as done" }).click(),
      hand.getByRole("textbox", { name: "New task" }).fill("Paint it all tomorrow #house"),
    ]);
    await hand.keyboard.press("Enter");
    for (const tab of tabs) {
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
    const numbers = Array.from({ length: 20 }, (_, index) => index + 5);
    for (const number of numbers) await porter.client.tasks.create.mutate({ title: `Number ${number}` });
    const second = await context.newPage();
    const shares = [
      { tab: page, odd: 1 },
      { tab: second, odd: 0 },
    ];
    for (const { tab } of shares) {
      await tab.goto("/tasks");
      await expect(rowOf(tab, "Number 5")).toBeVisible();
    }
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
    await expect.poll(async () => (await porter.client.tasks.counts.query({})).done).toBe(22);
    for (const { tab } of shares) await expect(tab.getByRole("button", { name: "Done 22" })).toBeVisible();
  });
});
