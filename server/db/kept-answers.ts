import { sql } from "drizzle-orm";
import type { Db } from "./open.ts";

/** So many different questions at a time. */
const MOST = 20;

/**
 * Answers again what it has answered already, until anybody has written to the database: a page that is asked for again
 * and again, by several readers, takes a tenth of its time. The answers are frozen, by which whoever sends them knows
 * that they stay as they are, in all their depth (`trpc/serialize.ts`). Within a transaction, which may yet be rolled
 * back, nothing is kept.
 */
export function keepAnswers<Question, Answer extends object>(
  db: Db,
  answer: (question: Question) => Answer,
): (question: Question) => Readonly<Answer> {
  // What this connection has written, and whether another one has.
  const stateQuery = db
    .select({ state: sql<string>`total_changes() || ' ' || data_version` })
    .from(sql`pragma_data_version`)
    .prepare();
  const kept = new Map<string, Readonly<Answer>>();
  let state: string | undefined;

  return (question) => {
    if (db.$client.inTransaction) return answer(question);
    const now = stateQuery.get()?.state;
    if (now !== state || kept.size >= MOST) kept.clear();
    state = now;
    const key = JSON.stringify(question);
    const known = kept.get(key);
    if (known) return known;
    const given = Object.freeze(answer(question));
    kept.set(key, given);
    return given;
  };
}
