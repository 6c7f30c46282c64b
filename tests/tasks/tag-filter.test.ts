import { expect, test } from "bun:test";
import { openScratchDatabase } from "../support/database.ts";

test("a tag is found whole and as it is, whatever signs it has, and not where its word stands elsewhere", () => {
  using scratch = openScratchDatabase();
  const add = (title: string, tags: string[] = []) => scratch.tasks.create({ title, tags }, "owner");
  add("Mend the fence", ["garden", "c++"]);
  add("The garden gate", ["gardening"]);
  add("House", ["to-do", "straße", "🏡"]);
  add("Home", ["do", "c", "café"]);
  const tagged = (tag: string | string[]) => scratch.tasks.list({ tag }).items.map(({ title }) => title);

  expect(tagged("garden")).toEqual(["Mend the fence"]);
  expect(tagged("GARDEN")).toEqual(["Mend the fence"]);
  expect(tagged("c++")).toEqual(["Mend the fence"]);
  expect(tagged("c")).toEqual(["Home"]);
  expect(tagged("to-do")).toEqual(["House"]);
  expect(tagged("straße")).toEqual(["House"]);
  expect(tagged("🏡")).toEqual(["House"]);
  expect(tagged("café")).toEqual(["Home"]);
  expect(tagged(["garden", "c++"])).toEqual(["Mend the fence"]);
  expect(tagged("gard")).toEqual([]);
});
