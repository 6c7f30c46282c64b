import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { openHouse } from "./house.ts";

afterEach(() => {
  setSystemTime();
});
const at = (day: number) => setSystemTime(new Date(Date.UTC(2030, 0, day)));

describe("the order of the hits", () => {
  test("all words in the title before some, and some before none", () => {
    using house = openHouse();
    house.add("Cellar", { description: "red roof" });
    house.add("Roof", { description: "red" });
    house.add("A red roof");
    expect(house.titles("red roof")).toEqual(["A red roof", "Roof", "Cellar"]);
  });

  test("all words in the title first, whatever else speaks for another one", () => {
    using house = openHouse();
    house.add("badly leaking roofs mended", { status: "done" });
    house.add("men roo lea", { description: "bad" });
    expect(house.titles("men roo lea bad")).toEqual(["badly leaking roofs mended", "men roo lea"]);
  });

  test("a whole word before a longer one", () => {
    using house = openHouse();
    house.add("Form");
    house.add("Format");
    house.add("Formation");
    expect(house.titles("form")[0]).toBe("Form");
    expect(house.titles("format")).toEqual(["Format", "Formation"]);
  });

  test("words that stand together and in this order first", () => {
    using house = openHouse();
    house.add("the open door");
    house.add("open the door");
    house.add("door, when open");
    expect(house.titles("open door")[0]).toBe("the open door");
  });

  test("open tasks before closed ones", () => {
    using house = openHouse();
    house.add("roof", { status: "todo" });
    house.add("roof", { status: "done" });
    expect(house.query("roof").hits.map(({ status }) => status)).toEqual(["todo", "done"]);
  });

  test("newer before older, if they are alike otherwise", () => {
    using house = openHouse();
    at(1);
    const old = house.add("roof");
    at(20);
    const recent = house.add("roof");
    at(21);
    expect(house.query("roof").hits.map(({ id }) => id)).toEqual([recent.id, old.id]);
    house.tasks.update({ id: recent.id, title: "roofs" }, "owner");
    expect(house.query("roof").hits.map(({ id }) => id)).toEqual([old.id, recent.id]);
  });

  test("one order for all kinds: a title of any kind before a text of any kind", () => {
    using house = openHouse();
    const session = house.startSession("Chat");
    house.say(session, "the roof");
    house.add("Cellar", { description: "the roof" });
    house.notify("The roof");
    house.add("Roof");
    const { hits } = house.query("roof");
    expect(hits.map(({ kind, title }) => `${kind} ${title.text}`)).toEqual([
      "task Roof",
      "notification The roof",
      "task Cellar",
      "message Chat",
    ]);
  });

  test("the whole word is found though hundreds of newer texts only begin so", () => {
    using house = openHouse();
    const old = house.add("proto");
    for (let number = 0; number < 250; number++) house.add(`protocol ${number}`);
    expect(house.query("proto").hits[0]?.id).toBe(old.id);
  });
});
