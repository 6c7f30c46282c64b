import { expect, test } from "bun:test";
import { createSearch } from "../../server/search/service.ts";
import { openScratchDatabase } from "../support/database.ts";

/**
 * The index knows one small sigma, and keeps the accents of Greek. JavaScript writes another sigma at the end of a word,
 * and looks beyond a dot for that end.
 */
test("a Greek word is shown where the index has found it, however it is written", () => {
  using house = openScratchDatabase();
  const search = createSearch({ db: house.db, calendars: { upcoming: () => undefined } });
  house.tasks.create({ title: "Γράψε στο ΟΔΟΣ.gr" }, "owner");
  const shown = (text: string) =>
    search
      .query({ text }, ["task"])
      .hits.map(({ title: { text: title, marks } }) =>
        marks.map(({ start, end }) => title.slice(start, end)),
      );
  expect(shown("ΟΔΟΣ")).toEqual([["ΟΔΟΣ"]]);
  expect(shown("οδος")).toEqual([["ΟΔΟΣ"]]);
  // What may have been meant is a word as the index writes it, with the accents that it keeps.
  house.tasks.create({ title: "Άγιος Γεώργιος" }, "owner");
  expect(shown("γεοργιος")).toEqual([["Γεώργιος"]]);
});
