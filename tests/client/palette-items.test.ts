import { expect, test } from "bun:test";
import type { Action, Hands } from "../../client/src/palette/actions.ts";
import { sectionsOf } from "../../client/src/palette/items.ts";
import type { RecentPlace } from "../../client/src/palette/recents.ts";
import type { SearchHit } from "../../shared/search.ts";
import { task } from "./samples.ts";

const icon: Action["icon"] = () => null;
const run = () => undefined;
const actions: Action[] = [
  {
    id: "done",
    words: "Mark this task done",
    icon,
    run,
    about: "here",
    when: ({ task }) => task !== undefined,
  },
  { id: "tasks", words: "Go to Tasks", icon, run, href: "/tasks" },
  { id: "dark", words: "Theme: dark", icon, run },
  { id: "create", words: ({ typed }) => `Create task “${typed}”`, icon, run, about: "typed" },
];
const recents: RecentPlace[] = [
  { kind: "task", id: "1", title: "Mend the fence" },
  { kind: "session", id: "2", title: "Tidy up" },
];
const hit = (kind: SearchHit["kind"], id: string, link: string): SearchHit => ({
  kind,
  id,
  link,
  title: { text: id, marks: [] },
  excerpt: null,
  at: new Date(0),
  status: null,
  number: null,
});
const build = (typed: string, given: { hits?: SearchHit[]; task?: Hands["task"] } = {}) =>
  sectionsOf({
    hands: { typed, task: given.task, session: undefined, go: run, show: run },
    actions,
    recents,
    hits: given.hits ?? [],
    path: "/agents/2",
  }).map(({ title, items }) => [title, items.map(({ title }) => title.text)]);

test("before anything is typed: recent places but for the one in front, and what can be done", () => {
  expect(build("")).toEqual([
    ["Recent", ["Mend the fence"]],
    ["Actions", ["Go to Tasks", "Theme: dark"]],
  ]);
  expect(build("", { task: task(1) })[1]).toEqual(["Here", ["Mark this task done"]]);
});

test("what is typed finds at once what is known here, and can be made a task", () => {
  expect(build("t")).toEqual([
    ["Go and do", ["Theme: dark", "Tidy up", "Go to Tasks", "Mend the fence"]],
    ["With these words", ["Create task “t”"]],
  ]);
});

test("hits stand by kind in the order of their best, and none twice", () => {
  const hits = [
    hit("message", "m1", "/agents/3#m1"),
    hit("task", "1", "/tasks/1"),
    hit("task", "9", "/tasks/9"),
    hit("message", "m2", "/agents/3#m2"),
  ];
  expect(build("fence", { hits })).toEqual([
    ["Go and do", ["Mend the fence"]],
    ["Messages", ["m1", "m2"]],
    ["Tasks", ["9"]],
    ["With these words", ["Create task “fence”"]],
  ]);
});
