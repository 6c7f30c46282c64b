import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { keepAnswers } from "../../server/db/kept-answers.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

/** A list of titles that counts how often it is read. */
function keepTitles({ db, read }: ScratchDatabase) {
  let readings = 0;
  const titles = keepAnswers(db, ({ prefix }: { prefix: string }) => {
    readings++;
    return {
      items: read<{ title: string }>("SELECT title FROM tasks ORDER BY number")
        .map(({ title }) => title)
        .filter((title) => title.startsWith(prefix)),
    };
  });
  return { titles: (prefix = "") => titles({ prefix }), readings: () => readings };
}

test("an answer is kept until this connection or another one writes, each question by itself", () => {
  using scratch = openScratchDatabase();
  const { titles, readings } = keepTitles(scratch);
  const { id } = scratch.tasks.create({ title: "Fence" }, "owner");
  expect(titles()).toEqual({ items: ["Fence"] });
  expect(titles()).toBe(titles());
  expect(titles("x")).toEqual({ items: [] });
  expect(readings()).toBe(2);

  scratch.tasks.update({ id, title: "Gate" }, "owner");
  expect(titles()).toEqual({ items: ["Gate"] });
  scratch.tasks.remove(id, "owner");
  expect(titles()).toEqual({ items: [] });

  scratch.tasks.create({ title: "Roof" }, "owner");
  expect(titles()).toEqual({ items: ["Roof"] });
  using other = new Database(join(scratch.dataDir, "porter.db"));
  other.run("UPDATE tasks SET title = 'Rain'");
  expect(titles()).toEqual({ items: ["Rain"] });
});

test("nothing is kept of what a transaction saw that was rolled back", () => {
  using scratch = openScratchDatabase();
  const count = keepAnswers(scratch.db, () => ({
    // By the connection that writes: no other one sees it yet.
    tasks: scratch.tasks.list({}).items.length,
  }));
  expect(() =>
    scratch.events.write(() => {
      scratch.tasks.create({ title: "Fence" }, "owner");
      expect(count(undefined)).toEqual({ tasks: 1 });
      throw new Error("It rains.");
    }),
  ).toThrow("It rains.");
  expect(scratch.tasks.list({}).items).toEqual([]);
  expect(count(undefined)).toEqual({ tasks: 0 });
});

test("a hundred questions are answered, however few are kept", () => {
  using scratch = openScratchDatabase();
  const { titles, readings } = keepTitles(scratch);
  for (let index = 0; index < 100; index++) expect(titles(String(index))).toEqual({ items: [] });
  expect(readings()).toBe(100);
});
