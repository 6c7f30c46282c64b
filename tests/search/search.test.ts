import { describe, expect, test } from "bun:test";
import { openHouse } from "./house.ts";

describe("what is found", () => {
  test("tasks by title, description and tags, notifications, sessions and messages, each with its link", () => {
    using house = openHouse();
    const titled = house.add("Mend the roof");
    const described = house.add("Call Anna", { description: "She knows who mends a roof." });
    const tagged = house.add("Buy slates", { tags: ["roof"] });
    const session = house.startSession("Plan the roof");
    const message = house.say(session, "The roof needs forty slates.");
    const notification = house.notify("Roof finished", "The agent has finished.");

    const { hits, corrected } = house.query("roof");
    expect(corrected).toEqual([]);
    expect(new Set(hits.map(({ kind, id, link }) => `${kind} ${id} ${link}`))).toEqual(
      new Set([
        `task ${titled.id} /tasks/${titled.id}`,
        `task ${described.id} /tasks/${described.id}`,
        `task ${tagged.id} /tasks/${tagged.id}`,
        `session ${session.id} /agents/${session.id}`,
        `message ${message.id} /agents/${session.id}#m${message.seq}`,
        `notification ${notification.id} /agents/x`,
      ]),
    );
    expect(hits.find(({ id }) => id === titled.id)).toEqual({
      kind: "task",
      id: titled.id,
      title: { text: "Mend the roof", marks: [{ start: 9, end: 13 }] },
      excerpt: null,
      link: `/tasks/${titled.id}`,
      at: titled.updatedAt,
      status: "todo",
      number: titled.number,
    });
    expect(hits.find(({ id }) => id === tagged.id)?.excerpt).toEqual({
      text: "#roof",
      marks: [{ start: 1, end: 5 }],
    });
    expect(hits.find(({ kind }) => kind === "message")).toMatchObject({
      title: { text: "Plan the roof" },
      excerpt: { text: "The roof needs forty slates.", marks: [{ start: 4, end: 8 }] },
    });
  });

  test("each word has to begin a word of the text, in any order, case and accent", () => {
    using house = openHouse();
    house.add("Crème brûlée für Zoë");
    for (const text of ["creme", "BRÛ", "zoe creme", "fur", "cre\u0300me", "ZOË"])
      expect(house.titles(text)).toEqual(["Crème brûlée für Zoë"]);
    for (const text of ["reme", "creme caramel", "xbrulee"]) expect(house.titles(text)).toEqual([]);
  });

  test("other scripts", () => {
    using house = openHouse();
    for (const title of [
      "Позвонить маме",
      "買い物リスト",
      "مهمة جديدة",
      "हिन्दी सीखना",
      "회의 준비",
      "Σίσυφος",
    ])
      house.add(title);
    expect(house.titles("мам")).toEqual(["Позвонить маме"]);
    expect(house.titles("買い物")).toEqual(["買い物リスト"]);
    expect(house.titles("جديدة")).toEqual(["مهمة جديدة"]);
    expect(house.titles("सीखना")).toEqual(["हिन्दी सीखना"]);
    expect(house.titles("회의")).toEqual(["회의 준비"]);
    expect(house.titles("σίσυ")).toEqual(["Σίσυφος"]);
  });

  test("a task by its number, before everything else", () => {
    using house = openHouse();
    house.add("One");
    house.add("Two");
    house.add("Buy 2 apples");
    expect(house.titles("#2")).toEqual(["Two", "Buy 2 apples"]);
    expect(house.titles(" 2 ")).toEqual(["Two", "Buy 2 apples"]);
    expect(house.titles("2 apples")).toEqual(["Buy 2 apples"]);
    expect(house.query("#3").hits.map(({ number }) => number)).toEqual([3]);
    expect(house.titles("#99")).toEqual([]);
    house.add("Buy 4 pears");
    expect(house.titles("4")).toEqual(["Buy 4 pears"]); // It is number 4, too.
  });

  test("only the kinds that are asked for, and only those that are allowed", () => {
    using house = openHouse();
    house.add("Roof");
    house.notify("Roof");
    house.say(house.startSession("Roof"), "roof");
    const kindsOf = (kinds?: ("task" | "message")[]) =>
      new Set(house.query("roof", kinds && { kinds }).hits.map(({ kind }) => kind));
    expect(kindsOf()).toEqual(new Set(["task", "session", "message", "notification"]));
    expect(kindsOf(["message"])).toEqual(new Set(["message"]));
    expect(
      house.search.query({ text: "roof", kinds: ["message", "task"] }, ["task", "notification"]).hits,
    ).toMatchObject([{ kind: "task" }]);
    expect(house.search.query({ text: "#1", kinds: ["task"] }, ["message"]).hits).toEqual([]);
  });

  test("so many of each kind", () => {
    using house = openHouse();
    for (let number = 0; number < 12; number++) house.add(`Roof ${number}`);
    expect(house.titles("roof")).toHaveLength(8);
    expect(house.titles("roof", { limit: 2 })).toHaveLength(2);
    expect(house.titles("roof", { limit: 50 })).toHaveLength(12);
  });

  test("what the first words of a pasted page find", () => {
    using house = openHouse();
    house.add("a b c d e f g h i j");
    expect(house.titles(`a b c d e f g h i j ${"of another page ".repeat(10)}`)).toHaveLength(1);
    expect(house.titles("a b c d e f g h i of")).toEqual([]);
  });

  test("nothing, for a text without words", () => {
    using house = openHouse();
    house.add("Roof");
    for (const text of ["", "  ", "#", '"', "*", "-", "()", "\0", "👍"])
      expect(house.query(text)).toEqual({ hits: [], corrected: [] });
  });
});

describe("what FTS5 would take for its own language is text", () => {
  test.each([
    'roof"',
    '"roof',
    "roof*",
    "roof -slate",
    "^roof",
    "title:roof",
    "roof)",
    "{roof}",
    "roof\\",
    "' OR 1=1 --roof",
  ])("%s", (text) => {
    using house = openHouse();
    house.add("roof slate or title 1 1");
    expect(house.titles(text)).toEqual(["roof slate or title 1 1"]);
  });

  test("AND, OR, NOT and NEAR are words", () => {
    using house = openHouse();
    house.add("Roof and slate");
    house.add("Roof");
    house.add("nearly or not");
    expect(house.titles("roof AND slate")).toEqual(["Roof and slate"]);
    expect(house.titles("NEAR(roof")).toEqual([]);
    expect(house.titles("OR NOT NEAR")).toEqual(["nearly or not"]);
  });
});

describe("it is live", () => {
  test("a message is found as soon as it is done, and not before", () => {
    using house = openHouse();
    const session = house.startSession("x");
    const message = house.say(session, "half a roof", { state: "streaming" });
    expect(house.query("roof").hits).toEqual([]);
    house.finish(message, "a whole roof");
    expect(house.query("whole roof").hits).toMatchObject([{ kind: "message", id: message.id }]);
  });

  test("what a tool said is not found", () => {
    using house = openHouse();
    const session = house.startSession("x");
    house.say(session, "roof", { role: "tool" });
    house.say(session, "y", { more: [{ type: "thinking", text: "roof" }] });
    expect(house.query("roof").hits).toEqual([]);
  });

  test("a task is found by its new words at once, and no more when it is removed", () => {
    using house = openHouse();
    const { id } = house.add("Roof");
    house.tasks.update({ id, title: "Cellar" }, "owner");
    expect(house.titles("roof")).toEqual([]);
    expect(house.titles("cellar")).toEqual(["Cellar"]);
    house.tasks.remove(id, "owner");
    expect(house.titles("cellar")).toEqual([]);
    house.tasks.restore(id, "owner");
    expect(house.titles("cellar")).toEqual(["Cellar"]);
  });
});

describe("a misspelt word", () => {
  test("finds what is near: a letter too few, too many, wrong, or two exchanged", () => {
    using house = openHouse();
    house.add("Calendar appointments");
    for (const text of ["calnedar", "calandar", "calender", "calenddar", "aclendar", "calandar apointm"]) {
      expect(house.titles(text)).toEqual(["Calendar appointments"]);
    }
    expect(house.query("calandar").corrected).toEqual([{ typed: "calandar", meant: "calendar" }]);
  });

  test("that is still being typed is compared with beginnings", () => {
    using house = openHouse();
    house.add("Internationalisation");
    expect(house.titles("intrena")).toEqual(["Internationalisation"]);
  });

  test("two letters may be wrong from eight on, one before, none in a short word", () => {
    using house = openHouse();
    house.add("Refrigerator");
    house.add("Lamp");
    expect(house.titles("refirgreator")).toEqual(["Refrigerator"]);
    expect(house.titles("lmpa")).toEqual([]);
    expect(house.titles("lanp")).toEqual(["Lamp"]);
    for (const text of ["lmp", "lap"]) expect(house.titles(text)).toEqual([]);
    expect(house.titles("reXrYg")).toEqual([]);
  });

  test("is not corrected where something begins so, nor in the kinds where it is a word", () => {
    using house = openHouse();
    house.add("Roofing");
    house.add("Rooting");
    expect(house.query("roofi").corrected).toEqual([]);
    expect(house.titles("roofi")).toEqual(["Roofing"]);
    house.notify("Rxofing");
    expect(house.titles("rxofing")).toEqual(["Rxofing"]);
    expect(house.titles("roxfing")).toEqual(["Roofing"]);
  });

  test("means of equally near ones the most frequent", () => {
    using house = openHouse();
    for (const title of ["Roofed", "Roofer", "Our roofer"]) house.add(title);
    expect(house.query("roofex").corrected).toEqual([{ typed: "roofex", meant: "roofer" }]);
  });

  test("beside a right one: both have to be there", () => {
    using house = openHouse();
    house.add("Buy slates for the roof");
    house.add("Buy bread");
    expect(house.titles("buy slatse")).toEqual(["Buy slates for the roof"]);
    expect(house.query("buy zzzzzz")).toEqual({ hits: [], corrected: [] });
  });
});
