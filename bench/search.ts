import { rmSync } from "node:fs";
import { join } from "node:path";
import { SearchKind } from "../shared/search.ts";
import { openDatabase } from "../server/db/open.ts";
import { createSearch } from "../server/search/service.ts";
import { MIGRATIONS } from "../tests/support/database.ts";
import { scratchDir } from "../tests/support/server.ts";
import { makeDatabase, type Size, type Words } from "./search-database.ts";
import { median, quantile } from "./statistics.ts";

const SIZES: Size[] = [
  { tasks: 1_000, messages: 1_000 },
  { tasks: 10_000, messages: 10_000 },
  { tasks: 100_000, messages: 100_000 },
  { tasks: 100_000, messages: 1_000_000 },
];
const WARM_UP = 3;
const ROUNDS = 40;

type SearchFigures = Size & { what: string; first: number; median: number; p99: number; hits: number };

/**
 * What one search costs the server, in ms, through the service and for all kinds at once; `first` is the very first
 * one of its sort. Each size has its own database, made from the same seed and removed afterwards.
 */
export function* measureSearch(): Generator<SearchFigures> {
  for (const size of SIZES) {
    using folder = scratchDir("bench-search");
    const dataDir = join(folder.path, "data");
    yield* measureAt(dataDir, { size, words: makeDatabase(dataDir, size) });
    rmSync(dataDir, { recursive: true });
  }
}

function* measureAt(
  dataDir: string,
  { size, words }: { size: Size; words: Words },
): Generator<SearchFigures> {
  const { db, close } = openDatabase({ dataDir, migrations: MIGRATIONS });
  const search = createSearch({ db, calendars: { upcoming: () => undefined } });
  for (const [what, text] of searchesFor(words)) {
    const samples: number[] = [];
    let hits = 0;
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const began = performance.now();
      hits = search.query({ text }, SearchKind.options).hits.length;
      samples.push(performance.now() - began);
    }
    const warm = samples.slice(WARM_UP);
    yield {
      ...size,
      what,
      first: samples[0] ?? Number.NaN,
      median: median(warm),
      p99: quantile(warm, 0.99),
      hits,
    };
  }
  close();
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

/** One table over all sizes, in the order in which they were measured. */
export function toTable(figures: readonly SearchFigures[]): string {
  const sizes = [...new Set(figures.map(({ tasks, messages }) => `${short(tasks)} + ${short(messages)}`))];
  const lines = [...new Set(figures.map(({ what }) => what))].map((what) => {
    const own = figures.filter((one) => one.what === what);
    const growth = (own.at(-1)?.median ?? Number.NaN) / (own[0]?.median ?? Number.NaN);
    const cells = own.map((one) => `${one.median.toFixed(1)} / ${one.p99.toFixed(1)}`);
    return `| ${what} | ${cells.join(" | ")} | ${growth.toFixed(1)}× |`;
  });
  return [
    `| ms, median / p99 | ${sizes.join(" | ")} | growth |`,
    `|---|${"--:|".repeat(sizes.length + 1)}`,
    ...lines,
    "",
  ].join("\n");
}

const short = (count: number): string => (count >= 1_000_000 ? `${count / 1_000_000}M` : `${count / 1_000}k`);
