import { Database } from "bun:sqlite";
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { generateNKeysBetween } from "fractional-indexing";
import { digest } from "../server/bootstrap/stamp.ts";
import { DATABASE_FILE } from "../server/db/data-files.ts";
import { prepareDataDir } from "../server/db/instance.ts";
import { openDatabase } from "../server/db/open.ts";
import { MIGRATIONS } from "../tests/support/database.ts";

const ROWS_PER_TRANSACTION = 20_000;
const VOCABULARY = 50_000;
/** One word in so many is a name, a number or a hash that stands nowhere else. */
const UNIQUE = 40;
const DAY = 86_400_000;
const SESSION_LENGTH = 50;
const CACHE = resolve(import.meta.dir, "../node_modules/.cache/bench");

export type Size = { tasks: number; messages: number };
/** Words of the made-up language by how often they come: rank 1 stands in nearly every message. */
export type Words = { ofRank: (rank: number) => string; find: (fits: (word: string) => boolean) => string };

export const wordsOf = (): Words => {
  const vocabulary = makeVocabulary(randomFrom(SEED));
  return {
    ofRank: (rank) => vocabulary[rank - 1] ?? "",
    find: (fits) => vocabulary.find(fits) ?? "",
  };
};

/** The id of the task or session with this place in the order in which they were made, from 0. */
export const idOf = (kind: "task" | "session" | "message" | "notification", index: number): string =>
  `${KINDS[kind]}0000000-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;

const KINDS = { task: 1, session: 2, message: 3, notification: 4 };
const SEED = 20_260_101;

/**
 * Puts a database with so many tasks and messages into `dataDir`, the same ones each time, with the log of how they came
 * there. A tenth of the messages are one conversation (the session 0). Made once for each schema and month: the log
 * keeps what is younger than 90 days.
 */
export function putDatabase(dataDir: string, size: Size): void {
  prepareDataDir(dataDir);
  const name = `${size.tasks}-${size.messages}-`;
  const folder = join(CACHE, name + fingerprint());
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    for (const old of readdirSync(CACHE).filter((entry) => entry.startsWith(name)))
      rmSync(join(CACHE, old), { recursive: true });
    const unfinished = join(CACHE, `unfinished-${process.pid}`);
    makeDatabase(unfinished, size);
    renameSync(unfinished, folder);
  }
  const file = join(dataDir, DATABASE_FILE);
  copyFileSync(join(folder, DATABASE_FILE), file, constants.COPYFILE_FICLONE);
  chmodSync(file, 0o600);
}

const fingerprint = (): string =>
  digest(resolve(import.meta.dir, ".."), ["drizzle", "bench/database.ts"]).slice(0, 16) +
  new Date().toISOString().slice(0, 7);

function makeDatabase(dataDir: string, size: Size): void {
  prepareDataDir(dataDir);
  openDatabase({ dataDir, migrations: MIGRATIONS }).close();
  const random = randomFrom(SEED);
  const writeText = makeWriter(makeVocabulary(random), random);
  using sqlite = new Database(join(dataDir, DATABASE_FILE));
  sqlite.run("PRAGMA journal_mode = WAL");
  sqlite.run("PRAGMA synchronous = OFF");
  const month = new Date(`${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`).getTime();
  const timeOf = (index: number, count: number) => Math.round(month - (30 * DAY * (count - index)) / count);
  const insertEvent = sqlite.prepare(
    "INSERT INTO events (kind, subject, actor, after, created_at) VALUES (?, ?, 'owner', ?, ?)",
  );

  const insertTask = sqlite.prepare(
    `INSERT INTO tasks (id, title, description, status, priority, tags, due_at, position, created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'owner', ?, 'owner', ?)`,
  );
  const positions = generateNKeysBetween(null, null, size.tasks);
  inTransactions(sqlite, size.tasks, (index) => {
    const status = random() < 0.7 ? "done" : "todo";
    const priority = ["low", "medium", "high", "urgent"][Math.floor(random() * 4)] ?? "medium";
    const at = timeOf(index, size.tasks);
    const tag = writeText(1);
    const [title, description] = [writeText(6), writeText(25)];
    const dueAt = random() < 0.5 ? null : at + 20 * DAY;
    const id = idOf("task", index);
    insertTask.run(
      id,
      title,
      description,
      status,
      priority,
      JSON.stringify([tag]),
      dueAt,
      positions[index] ?? "",
      at,
      at,
    );
    const after = JSON.stringify({ id, title, description, status, priority, tags: [tag] });
    insertEvent.run("task.created", `task:${id}`, after, at);
  });

  const longest = Math.floor(size.messages / 10);
  const sessionOf = (index: number) =>
    index < longest ? 0 : 1 + Math.floor((index - longest) / SESSION_LENGTH);
  const sessions = sessionOf(size.messages - 1) + 1;
  const insertSession = sqlite.prepare(
    `INSERT INTO sessions (id, title, prompt, status, claude_session_id, cwd, model, permission_mode, cost_usd, usage, mcp_servers, allowed_tools, started_by, created_at, updated_at)
     VALUES (?, ?, ?, 'completed', ?, '/home/person/projects', 'claude-sonnet-4-5', 'default', ?, ?, ?, '[]', 'owner', ?, ?)`,
  );
  const usage = { inputTokens: 4_000, outputTokens: 900, cacheReadTokens: 20_000, cacheCreationTokens: 800 };
  const servers = [{ name: "porter", status: "connected" }];
  inTransactions(sqlite, sessions, (index) => {
    const at = timeOf(index, sessions);
    const prompt = writeText(20);
    const id = idOf("session", index);
    const title = prompt.slice(0, 60);
    const [told, known] = [JSON.stringify(usage), JSON.stringify(servers)];
    insertSession.run(id, title, prompt, crypto.randomUUID(), random(), told, known, at, at);
    insertEvent.run("session.created", `session:${id}`, null, at);
  });
  const insertMessage = sqlite.prepare(
    `INSERT INTO messages (id, session_id, seq, role, content, state, created_at) VALUES (?, ?, ?, ?, ?, 'done', ?)`,
  );
  let seq = 0;
  inTransactions(sqlite, size.messages, (index) => {
    seq = index === 0 || sessionOf(index) !== sessionOf(index - 1) ? 1 : seq + 1;
    const role = index % 2 === 0 ? "user" : "assistant";
    const content = JSON.stringify([{ type: "text", text: writeText(62) }]);
    const at = timeOf(index, size.messages);
    const [id, sessionId] = [idOf("message", index), idOf("session", sessionOf(index))];
    insertMessage.run(id, sessionId, seq, role, content, at);
    if (role === "user")
      insertEvent.run("message.created", `session:${sessionId}`, JSON.stringify({ messageId: id }), at);
  });
  const notifications = Math.ceil(size.tasks / 10);
  const insertNotification = sqlite.prepare(
    `INSERT INTO notifications (id, kind, title, body, link, created_at) VALUES (?, 'agent_completed', ?, ?, '/agents', ?)`,
  );
  inTransactions(sqlite, notifications, (index) => {
    const id = idOf("notification", index);
    insertNotification.run(id, writeText(5), writeText(10), timeOf(index, notifications));
  });
  sqlite.run("PRAGMA wal_checkpoint(TRUNCATE)");
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
