import { expect, rowOf, test } from "./support.ts";

test("twelve open tabs show the same change, and each answers a click", async ({ porter, context }) => {
  await porter.client.tasks.create.mutate({ title: "Seen by all" });
  const tabs = await Promise.all(
    Array.from({ length: 12 }, async () => {
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
  await Promise.all(tabs.map((tab) => expect(tab.getByRole("main").getByRole("listitem")).toHaveCount(14)));
});
