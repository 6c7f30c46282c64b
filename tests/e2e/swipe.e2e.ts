import type { Locator, Page } from "@playwright/test";
import { said } from "../support/claude-transcript.ts";
import { expect, fingerOn, goTo, importSession, PHONE, rowOf, test } from "./support.ts";

test.use({ ...PHONE, contextOptions: { reducedMotion: "no-preference" } });

/** In four moves, as far as `across` and `down` say. */
async function drawWithFinger(page: Page, row: Locator, { across = 0, down = 0 }): Promise<void> {
  const box = await row.boundingBox();
  if (!box) throw new Error("It is not to be seen.");
  const finger = await fingerOn(page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await finger.down({ x, y });
  for (const part of [0.25, 0.5, 0.75, 1]) await finger.move({ x: x + across * part, y: y + down * part });
  await finger.up();
}

test("a finger archives and pins sessions, finishes and puts off tasks, and scrolls without doing so", async ({
  porter,
  page,
}) => {
  const { id } = await importSession(porter, [{ user: "TIDY up" }, { assistant: [said("Tidy.")] }]);
  const session = page.locator(`[data-session="${id}"]`);
  const read = async () => (await porter.client.agents.get.query({ id })).session;
  await page.goto("/agents");
  await expect(session).toHaveClass(/swipe-row/);
  // Not far enough, and not sideways enough.
  await drawWithFinger(page, session, { across: -60 });
  await drawWithFinger(page, session, { across: -100, down: 120 });
  await drawWithFinger(page, session, { across: 120 });
  await expect(session.getByLabel("Pinned")).toBeVisible();
  await drawWithFinger(page, session, { across: -120 });
  await expect(page.getByText("Archived “TIDY up”")).toBeVisible();
  await expect(session).toHaveCount(0);
  await expect(page).toHaveURL(/\/agents$/);
  await expect.poll(read).toMatchObject({ pinnedAt: expect.any(Date), archivedAt: expect.any(Date) });

  for (const title of ["Sweep the yard", "Mend the gate"]) await porter.client.tasks.create.mutate({ title });
  await goTo(page, "/tasks");
  await expect(rowOf(page, "Mend the gate")).toHaveClass(/swipe-row/);
  await drawWithFinger(page, rowOf(page, "Mend the gate"), { across: -120 });
  await expect(rowOf(page, "Mend the gate").getByText("Tomorrow").filter({ visible: true })).toBeVisible();
  await drawWithFinger(page, rowOf(page, "Sweep the yard"), { across: 120 });
  const status = async () => (await porter.client.tasks.list.query({ query: "Sweep" })).items[0]?.status;
  await expect.poll(status).toBe("done");
  await expect(page).toHaveURL(/\/tasks$/);
});
