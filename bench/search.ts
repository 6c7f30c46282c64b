import { join } from "node:path";
import { SearchKind } from "../shared/search.ts";
import { openDatabase } from "../server/db/open.ts";
import { createSearch } from "../server/search/service.ts";
import { MIGRATIONS } from "../tests/support/database.ts";
import { scratchDir } from "../tests/support/server.ts";
import { putDatabase, wordsOf, type Size, type Words } from "./database.ts";
import { growthOf, toRow, type Bench } from "./frame.ts";
import { short } from "./growth.ts";
import { quantile } from "./statistics.ts";

const SIZES: Size[] = [
  { tasks: 1_000, messages: 10_000 },
  { tasks: 10_000, messages: 100_000 },
  { tasks: 100_000, messages: 1_000_000 },
];
const WARM_UP = 3;

/** Of each sort of search, its times in ms. */
type Times = Map<string, number[]>;

export const search: Bench = {
  name: "search",
  says: "One search over all kinds at once, through the service, by how often its words come. Growth is that of the median, from the smallest size to the largest.",

  run({ isQuick }) {
    const sizes = isQuick ? SIZES.slice(0, 1) : SIZES;
    const searches = searchesFor(wordsOf());
    const measured = sizes.map((size) => measureAt(size, searches, isQuick ? 10 : 100));
    const smallest = measured[0] ?? new Map<string, number[]>();
    const rows = searches.flatMap(([what]) =>
      sizes.map(({ tasks, messages }, index) => {
        const samples = measured[index]?.get(what) ?? [];
        return toRow({
          what: `${what}, ${short(tasks)} tasks, ${short(messages)} messages`,
          unit: "ms",
          samples,
          p99: quantile(samples, 0.99),
          growth:
            index > 0 && index === sizes.length - 1 ? growthOf(smallest.get(what) ?? [], samples) : undefined,
          aims: [{ of: "p99", most: 10 }],
        });
      }),
    );
    return Promise.resolve(rows);
  },
};

function measureAt(size: Size, searches: [what: string, text: string][], rounds: number): Times {
  using folder = scratchDir("bench-search");
  const dataDir = join(folder.path, "data");
  putDatabase(dataDir, size);
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  const service = createSearch({ db, calendars: { upcoming: () => undefined } });
  const times: Times = new Map();
  for (const [what, text] of searches) {
    const samples: number[] = [];
    for (let round = 0; round < WARM_UP + rounds; round++) {
      const began = performance.now();
      service.query({ text }, SearchKind.options);
      if (round >= WARM_UP) samples.push(performance.now() - began);
    }
    times.set(what, samples);
  }
  close();
  return times;
}

/** Searches of each sort. A rank is how often a word comes: 1 in nearly every message, 20,000 in a few of a million. */
function searchesFor(words: Words): [what: string, text: string][] {
  const frequent = words.ofRank(1);
  const long = words.find((word) => word.length >= 7);
  return [
    ["a rare word", words.ofRank(20_000)],
    ["a frequent word", frequent],
    ["a frequent long word", long],
    ["one letter", frequent.slice(0, 1)],
    ["two letters", frequent.slice(0, 2)],
    ["four letters of frequent words", words.find((word) => word.length >= 6).slice(0, 4)],
    ["six letters of a frequent word", long.slice(0, 6)],
    ["two frequent words", `${words.ofRank(5)} ${words.ofRank(9)}`],
    ["a frequent and a rare word", `${frequent} ${words.ofRank(20_000)}`],
    ["a word and the next letter", `${words.ofRank(3)} ${words.ofRank(7).slice(0, 1)}`],
    ["a misspelt word", exchanged(long)],
    ["words that never meet", `${words.ofRank(30_000)} ${words.ofRank(40_000)}`],
  ];
}

/** With its third and fourth letter exchanged, as fast fingers do. */
const exchanged = (word: string): string =>
  `${word.slice(0, 2)}${word.slice(3, 4)}${word.slice(2, 3)}${word.slice(4)}`;
