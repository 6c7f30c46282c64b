import { PRIMARY } from "../support/google/index.ts";
import { icsMoment, MONDAY, at, WEEK, timed, test, eventOf, panelOf, signIn } from "./calendar-world.ts";
import { expect } from "./support.ts";

test("a series is changed alone or as a whole; what others change or delete meanwhile is kept", async ({
  page,
  porter,
  google,
}) => {
  await test.step("one of a series is changed alone, or all of them: their words, their hour, their being there", async () => {
    const series = google.addEvent({
      ...timed("Yoga", 0, 8, 9),
      description: "Bring a mat",
      recurrence: ["RRULE:FREQ=DAILY;COUNT=3"],
    });
    await signIn(page, porter);
    await page.goto(`/calendar?week=${MONDAY}`);
    const edit = async (which: RegExp, change: () => Promise<void>) => {
      await eventOf(page, "Yoga").nth(1).click();
      await panelOf(page).getByRole("button", { name: "Edit event" }).click();
      await change();
      await panelOf(page).getByRole("radio", { name: which }).check();
      await panelOf(page).getByRole("button", { name: "Save" }).click();
    };
    const hours = () => eventOf(page, "Yoga").locator("span.truncate").allTextContents();

    await edit(/all of the series/, () =>
      panelOf(page).getByRole("textbox", { name: "Title" }).fill("Yoga outside"),
    );
    await expect(eventOf(page, "Yoga outside")).toHaveCount(3);
    await expect.poll(() => google.calendar(PRIMARY).get(series.id ?? "").summary).toBe("Yoga outside");
    await page.getByText("Changed all of “Yoga”").locator("..").getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => google.calendar(PRIMARY).get(series.id ?? "").summary).toBe("Yoga");

    await edit(/all of the series/, () =>
      panelOf(page).getByRole("textbox", { name: "Time", exact: true }).fill("10:30"),
    );
    await expect
      .poll(() => google.calendar(PRIMARY).get(series.id ?? "").start?.dateTime)
      .toBe(at(0, 10.5).toISOString());
    await expect.poll(hours).toEqual(["10:30 – 11:30", "10:30 – 11:30", "10:30 – 11:30"]);
    // Under its new hour it is another one: the panel of the old one has gone, and so have the old ones themselves.
    const id = new RegExp(`@${icsMoment(at(1, 10.5))}$`);
    await expect(eventOf(page, "Yoga").nth(1)).toHaveAttribute("data-event-id", id);
    await expect(panelOf(page)).toHaveCount(0);
    expect(google.calendar(PRIMARY).get(series.id ?? "").description).toBe("Bring a mat");

    await edit(/only this one/, () => panelOf(page).getByRole("textbox", { name: "Place" }).fill("Park"));
    await expect.poll(hours).toEqual(["10:30 – 11:30", "10:30 – 11:30 · Park", "10:30 – 11:30"]);
    await page.getByText("Changed “Yoga”").locator("..").getByRole("button", { name: "Undo" }).click();
    await expect.poll(hours).toEqual(["10:30 – 11:30", "10:30 – 11:30", "10:30 – 11:30"]);

    await eventOf(page, "Yoga").first().click();
    await panelOf(page).getByRole("button", { name: "Delete event" }).click();
    // Google has it before Porter has its answer, which a reload would cut off.
    const answered = page.waitForResponse(/integrations\.run/);
    await page.getByRole("button", { name: "All of the series" }).click();
    await expect(eventOf(page, "Yoga")).toHaveCount(0);
    await answered;
    await expect.poll(() => google.calendar(PRIMARY).events()).toEqual([]);
  });

  await test.step("what others change while the form is open is not undone; what they delete is gone", async () => {
    const { id = "" } = google.addEvent({ ...timed("Choir", 1, 18, 18), description: "old" });
    await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
    await eventOf(page, "Choir").click();
    await panelOf(page).getByRole("button", { name: "Edit event" }).click();
    google.calendar(PRIMARY).patch(id ?? "", null, { description: "new", location: "Church" });
    await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
    await expect
      .poll(
        async () => (await porter.client.calendar.events.query({ query: "Church", ...WEEK })).items.length,
      )
      .toBe(1);
    await panelOf(page).getByRole("textbox", { name: "Title" }).fill("Singing");
    await panelOf(page).getByRole("button", { name: "Save" }).click();
    await expect
      .poll(() => google.calendar(PRIMARY).get(id ?? ""))
      .toMatchObject({ summary: "Singing", description: "new", location: "Church" });
    // Google has it before Porter has its answer, which a reload would cut off.
    await expect
      .poll(async () => (await porter.client.calendar.events.query(WEEK)).items.map(({ title }) => title))
      .toContain("Singing");

    google.calendar(PRIMARY).remove(id ?? "", null);
    await porter.client.integrations.reload.mutate({ integrationId: "calendar" });
    await expect(panelOf(page).getByText("This event is gone")).toBeVisible();
  });
});
