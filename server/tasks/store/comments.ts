import { desc, eq } from "drizzle-orm";
import type { Comment } from "../../../shared/comment.ts";
import type { Db } from "../../db/open.ts";
import { comments } from "../../db/tables/tasks.ts";

type Row = typeof comments.$inferSelect;

const toComment = ({ number: _number, ...comment }: Row): Comment => comment;

export function createCommentStore(db: Db) {
  return {
    insert: (comment: Comment): void => db.insert(comments).values(comment).run(),

    find(id: string): Comment | undefined {
      const row = db.select().from(comments).where(eq(comments.id, id)).get();
      return row && toComment(row);
    },

    replace: (comment: Comment): void =>
      db.update(comments).set(comment).where(eq(comments.id, comment.id)).run(),

    remove: (id: string): void => db.delete(comments).where(eq(comments.id, id)).run(),

    /** The newest so many, oldest first. */
    list: (taskId: string, limit: number): Comment[] =>
      db
        .select()
        .from(comments)
        .where(eq(comments.taskId, taskId))
        .orderBy(desc(comments.number))
        .limit(limit)
        .all()
        .map(toComment)
        .toReversed(),
  };
}
