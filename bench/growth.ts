import { join } from "node:path";
import { scratchDir, startPorter } from "../tests/support/server.ts";
import { jobOf, measureInTurns, pagesAround, type Call } from "./calls.ts";
import { startChild } from "./child.ts";
import { idOf, putDatabase, wordsOf, type Size } from "./database.ts";
import { growthOf, toRow, type Aim, type Bench, type Row } from "./frame.ts";
import { timeStart } from "./start-up.ts";
import { median } from "./statistics.ts";

const SIZES: Size[] = [
  { tasks: 1_000, messages: 10_000 },
  { tasks: 10_000, messages: 100_000 },
  { tasks: 100_000, messages: 1_000_000 },
];
const QUICK_SIZES: Size[] = [
  { tasks: 100, messages: 1_000 },
  { tasks: 1_000, messages: 10_000 },
];
const MOST_GROWTH = 1.5;
const PAGE_MOST = 5;
const SEARCH_MOST = 10;
const START_MOST = 300;

const words = wordsOf();
/** As often as the word of a project: in one of some hundred texts. */
const WORD = words.ofRank(400);

/** The answers are as long at every size, unless `fillsUp`: then a small database has fewer rows than are asked for. */
const CALLS: (Call & { what: string; most?: number; fillsUp?: true })[] = [
  { what: "tasks.get", procedure: "tasks.get", inputs: [{ id: idOf("task", 50) }] },
  { what: "tasks.list", procedure: "tasks.list", inputs: pagesAround(50) },
  { what: "tasks.list, manual order", procedure: "tasks.list", inputs: pagesAround(50, { sort: "manual" }) },
  { what: "tasks.list, by due date", procedure: "tasks.list", inputs: pagesAround(50, { sort: "due" }) },
  { what: "tasks.list, by priority", procedure: "tasks.list", inputs: pagesAround(50, { sort: "priority" }) },
  {
    what: "tasks.list, open and urgent",
    procedure: "tasks.list",
    inputs: pagesAround(50, { status: "todo", priority: "urgent" }),
  },
  {
    what: "tasks.list, 25 of a tag",
    procedure: "tasks.list",
    inputs: pagesAround(25, { tag: words.ofRank(1) }),
  },
  {
    what: "tasks.list, of a tag that 1 of 1k tasks has",
    procedure: "tasks.list",
    inputs: pagesAround(50, { tag: words.ofRank(30) }),
    fillsUp: true,
  },
  {
    what: "tasks.list, of a seldom tag",
    procedure: "tasks.list",
    inputs: pagesAround(50, { tag: words.ofRank(20_000) }),
  },
  { what: "tasks.list, with a word", procedure: "tasks.list", inputs: pagesAround(50, { query: WORD }) },
  { what: "tasks.counts", procedure: "tasks.counts", inputs: [{}] },
  { what: "agents.list, a page of 40", procedure: "agents.list", inputs: pagesAround(40) },
  {
    what: "agents.list, with a word",
    procedure: "agents.list",
    inputs: pagesAround(40, { query: words.ofRank(1) }),
  },
  {
    what: "agents.list, with a word that 23 sessions of 10k messages have",
    procedure: "agents.list",
    inputs: pagesAround(40, { query: WORD }),
    fillsUp: true,
  },
  {
    what: "agents.get, a tenth of all messages",
    procedure: "agents.get",
    inputs: [{ id: idOf("session", 0) }],
  },
  { what: "notifications.list", procedure: "notifications.list", inputs: [{}] },
  {
    what: "search.query, a word",
    procedure: "search.query",
    inputs: [{ text: words.ofRank(20) }],
    most: SEARCH_MOST,
  },
  {
    what: "search.query, a word with 24 hits in 1k tasks and 10k messages, 32 in more",
    procedure: "search.query",
    inputs: [{ text: WORD }],
    most: SEARCH_MOST,
    fillsUp: true,
  },
  {
    what: "search.query, a frequent word",
    procedure: "search.query",
    inputs: [{ text: words.ofRank(1) }],
    most: SEARCH_MOST,
  },
];

export const growth: Bench = {
  name: "growth",
  says: "What a first page takes over one connection, another one each time, and a start until the server says that it is well, as tasks and messages become a hundred times as many. The servers of all sizes run side by side and take turns. Growth is that of the median, from the smallest size to the largest; it has an aim where all sizes have as long an answer.",

  async run({ isQuick }) {
    const sizes = isQuick ? QUICK_SIZES : SIZES;
    const { rounds, seconds, starts } = isQuick
      ? { rounds: 2, seconds: 0.2, starts: 2 }
      : { rounds: 5, seconds: 0.5, starts: 10 };
    using disposer = new DisposableStack();
    const homes = sizes.map((size) => {
      const home = disposer.use(scratchDir("bench-growth")).path;
      putDatabase(join(home, "data"), size);
      return home;
    });
    return [
      ...(await measureStarts(homes, { sizes, starts })),
      ...(await measurePages(homes, { sizes, rounds, seconds })),
    ];
  },
};

async function measureStarts(
  homes: readonly string[],
  { sizes, starts }: { sizes: Size[]; starts: number },
): Promise<Row[]> {
  const times: number[][] = homes.map(() => []);
  for (let round = 0; round <= starts; round++)
    for (const [index, home] of homes.entries()) {
      const time = await timeStart(home);
      if (round > 0) times[index]?.push(time); // The first one is the one after an upgrade.
    }
  return rowsOf("start", sizes, { medians: times, aims: [{ of: "porter", most: START_MOST }] });
}

async function measurePages(
  homes: readonly string[],
  { sizes, rounds, seconds }: { sizes: Size[]; rounds: number; seconds: number },
): Promise<Row[]> {
  await using disposer = new AsyncDisposableStack();
  const porters = await Promise.all(homes.map((home) => startPorter({ home })));
  porters.forEach((porter) => disposer.use(porter));
  await using generator = startChild("load");
  const rows: Row[] = [];
  for (const { what, most = PAGE_MOST, fillsUp = false, ...call } of CALLS) {
    const jobs = porters.map(({ url, token }) => jobOf(call, { url, token, seconds, connections: 1 }));
    const measured = await measureInTurns(generator, jobs, rounds);
    rows.push(
      ...rowsOf(what, sizes, {
        medians: measured.map((figures) => figures.map((each) => each.median)),
        p99s: measured.map((figures) => median(figures.map(({ p99 }) => p99))),
        aims: [{ of: "p99", most }],
        mayGrow: fillsUp,
      }),
    );
  }
  return rows;
}

/** A line for each size; the last one also says how much it grew. */
function rowsOf(
  what: string,
  sizes: Size[],
  {
    medians,
    p99s,
    aims,
    mayGrow = false,
  }: { medians: number[][]; p99s?: number[]; aims: Aim[]; mayGrow?: boolean },
): Row[] {
  return sizes.map(({ tasks, messages }, index) => {
    const isLast = index === sizes.length - 1;
    return toRow({
      what: `${what}, ${short(tasks)} tasks, ${short(messages)} messages`,
      unit: "ms",
      samples: medians[index] ?? [],
      p99: p99s?.[index],
      growth: isLast ? growthOf(medians[0] ?? [], medians[index] ?? []) : undefined,
      aims: isLast && !mayGrow ? [...aims, { of: "growth", most: MOST_GROWTH }] : aims,
    });
  });
}

export const short = (count: number): string =>
  count >= 1_000_000 ? `${count / 1_000_000}M` : count >= 1_000 ? `${count / 1_000}k` : String(count);
