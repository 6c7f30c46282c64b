import { Database } from "bun:sqlite";
import { join } from "node:path";
import { prepareDataDir } from "../server/db/instance.ts";
import { openDatabase } from "../server/db/open.ts";
import { MIGRATIONS } from "../tests/support/database.ts";

const ROWS_PER_TRANSACTION = 20_000;
const VOCABULARY = 50_000;
/** One word in so many is a name, a number or a hash that stands nowhere else. */
const UNIQUE = 40;
const START = Date.UTC(2026, 0, 1);

export type Size = { tasks: number; messages: number };
/** Words of the made-up language by how often they come: rank 1 stands in nearly every message. */
export type Words = { ofRank: (rank: number) => string; find: (fits: (word: string) => boolean) => string };

/** A migrated database in `dataDir` with so many tasks and messages, the same ones each time. */
export function makeDatabase(dataDir: string, size: Size): Words {
  prepareDataDir(dataDir);
  openDatabase({ dataDir, migrations: MIGRATIONS }).close();
  const random = randomFrom(20_260_101);
  const vocabulary = makeVocabulary(random);
  const writeText = makeWriter(vocabulary, random);
  using sqlite = new Database(join(dataDir, "porter.db"));
  sqlite.run("PRAGMA journal_mode = WAL");
  sqlite.run("PRAGMA synchronous = OFF");

  const insertTask = sqlite.prepare(
    `INSERT INTO tasks (id, title, description, status, priority, tags, position, created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, ?, ?, 'medium', ?, ?, 'owner', ?, 'owner', ?)`,
  );
  inTransactions(sqlite, size.tasks, (index) => {
    const status = random() < 0.7 ? "done" : "todo";
    const at = START + index * 60_000;
    const tags = JSON.stringify([writeText(1)]);
    insertTask.run(`t${index}`, writeText(6), writeText(25), status, tags, `a${index}`, at, at);
  });

  const sessions = Math.max(1, Math.ceil(size.messages / 50));
  const insertSession = sqlite.prepare(
    `INSERT INTO sessions (id, title, prompt, status, cwd, permission_mode, cost_usd, usage, mcp_servers, allowed_tools, started_by, created_at, updated_at)
     VALUES (?, ?, '', 'completed', '/', 'default', 0, '{}', '[]', '[]', 'owner', ?, ?)`,
  );
  inTransactions(sqlite, sessions, (index) => {
    const at = START + index * 600_000;
    insertSession.run(`s${index}`, writeText(7), at, at);
  });
  const insertMessage = sqlite.prepare(
    `INSERT INTO messages (id, session_id, seq, role, content, state, created_at) VALUES (?, ?, ?, ?, ?, 'done', ?)`,
  );
  inTransactions(sqlite, size.messages, (index) => {
    const role = index % 2 === 0 ? "user" : "assistant";
    const content = JSON.stringify([{ type: "text", text: writeText(62) }]);
    insertMessage.run(
      `m${index}`,
      `s${Math.floor(index / 50)}`,
      (index % 50) + 1,
      role,
      content,
      START + index * 12_000,
    );
  });
  const insertNotification = sqlite.prepare(
    `INSERT INTO notifications (id, kind, title, body, link, created_at) VALUES (?, 'agent_completed', ?, ?, '/agents', ?)`,
  );
  inTransactions(sqlite, Math.ceil(size.tasks / 10), (index) => {
    insertNotification.run(`n${index}`, writeText(5), writeText(10), START + index * 60_000);
  });
  return {
    ofRank: (rank) => vocabulary[rank - 1] ?? "",
    find: (fits) => vocabulary.find(fits) ?? "",
  };
}

function inTransactions(sqlite: Database, count: number, insert: (index: number) => void): void {
  for (let from = 0; from < count; from += ROWS_PER_TRANSACTION) {
    const to = Math.min(count, from + ROWS_PER_TRANSACTION);
    sqlite.transaction(() => {
      for (let index = from; index < to; index++) insert(index);
    })();
  }
}

/** mulberry32: small, fast and good enough for text. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Words of syllables, some of which are far more frequent than others, as in a language. The frequent words are the
 * short ones: two or three letters for the first few dozen, a second syllable from the first few hundred on.
 */
function makeVocabulary(random: () => number): string[] {
  const onsets = "t s c p m d r b f l h w g n st v pr tr k cr pl j sh gr qu fl sp z y x".split(" ");
  const vowels = "e a i o u ea io ou".split(" ");
  const endings = ["", "n", "r", "s", "t", "l", "nt", "ng", "ck", "st"];
  const pick = (from: string[]) => from[Math.floor(from.length * random() ** 2)] ?? "";
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    const longest = Math.max(1, Math.log10(words.size + 1) * 1.3 - 0.8);
    const syllables = Math.ceil(random() * longest);
    const word = Array.from({ length: syllables }, () => pick(onsets) + pick(vowels) + pick(endings)).join(
      "",
    );
    if (words.size > 40 || word.length <= 3) words.add(word);
  }
  return [...words];
}

/** Texts of so many words, drawn by Zipf's law. */
function makeWriter(vocabulary: string[], random: () => number): (words: number) => string {
  let sum = 0;
  const upTo = Float64Array.from(vocabulary, (_, index) => (sum += 1 / (index + 2.7)));
  const draw = (): string => {
    const wanted = random() * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return vocabulary[low] ?? "";
  };
  return (words) =>
    Array.from({ length: words }, () =>
      random() * UNIQUE < 1 ? Math.floor(random() * 2 ** 40).toString(36) : draw(),
    ).join(" ");
}
