import { and, desc, eq, gt, ne, sql } from "drizzle-orm";
import type { Block } from "../../../shared/message.ts";
import type { SessionStatus } from "../../../shared/session.ts";
import type { LeavablePart } from "../../../shared/told.ts";
import type { Db } from "../../db/open.ts";
import { messages, sessions } from "../../db/tables/agents.ts";

/** What a session was given for all its turns, beside what everybody sees of it. */
export type SessionSetup = {
  instructions: string;
  /** Permission rules; those behind a `!` are denied. */
  allowedTools: string[];
  /** MCP servers of the configuration that it does without. */
  mcpOff: string[];
  /** Parts of what it would be told that it is not told. */
  leftOut: LeavablePart[];
};

export type EarlierSession = { title: string; status: SessionStatus; updatedAt: Date; lastAnswer: Block[] };

export type SessionSetupStore = ReturnType<typeof createSessionSetupStore>;

export function createSessionSetupStore(db: Db) {
  return {
    find: (id: string): (SessionSetup & { baseCommit: string | null }) | undefined =>
      db
        .select({
          instructions: sessions.instructions,
          allowedTools: sessions.allowedTools,
          mcpOff: sessions.mcpOff,
          leftOut: sessions.leftOut,
          baseCommit: sessions.baseCommit,
        })
        .from(sessions)
        .where(eq(sessions.id, id))
        .get(),

    set: (id: string, setup: Partial<SessionSetup & { baseCommit: string | null }>): void =>
      db.update(sessions).set(setup).where(eq(sessions.id, id)).run(),

    /** Others on the same task, the newest first, with what each said last. */
    earlierOnTask: (taskId: string, exceptId: string | undefined, most: number): EarlierSession[] =>
      db
        .select({
          id: sessions.id,
          title: sessions.title,
          status: sessions.status,
          updatedAt: sessions.updatedAt,
        })
        .from(sessions)
        .where(
          and(eq(sessions.taskId, taskId), exceptId === undefined ? undefined : ne(sessions.id, exceptId)),
        )
        .orderBy(desc(sessions.createdAt), desc(sessions.id))
        .limit(most)
        .all()
        .map(({ id, ...session }) => {
          const last = db
            .select({ content: messages.content })
            .from(messages)
            .where(
              and(
                eq(messages.sessionId, id),
                eq(messages.role, "assistant"),
                sql`${messages.parentToolUseId} is null`,
                sql`exists (select 1 from json_each(${messages.content}) where json_extract(value, '$.type') = 'text')`,
              ),
            )
            .orderBy(desc(messages.seq))
            .limit(1)
            .get();
          return { ...session, lastAnswer: last?.content ?? [] };
        }),

    /** Folders that sessions were begun in, the latest first; of a worktree, the folder that it was made from. */
    recentFolders: (most: number): string[] => {
      const folder = sql<string>`coalesce(json_extract(${sessions.worktree}, '$.source'), ${sessions.cwd})`;
      return db
        .select({ folder })
        .from(sessions)
        .groupBy(folder)
        .orderBy(desc(sql`max(${sessions.createdAt})`))
        .limit(most)
        .all()
        .map((row) => row.folder);
    },

    /** Other sessions that work in a folder or below it and have not ended. */
    atWorkBelow: (path: string, exceptId: string): { id: string; title: string }[] =>
      db
        .select({ id: sessions.id, title: sessions.title })
        .from(sessions)
        .where(
          and(
            ne(sessions.id, exceptId),
            gt(sql`instr(${sessions.cwd} || '/', ${`${path}/`}) = 1`, 0),
            sql`${sessions.status} in ('queued', 'running', 'waiting')`,
          ),
        )
        .all(),
  };
}
