import type { Actor } from "../../shared/actor.ts";
import { Comment, type AddComment, type CommentChange, type EditComment } from "../../shared/comment.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { Tasks } from "./service.ts";
import { createCommentStore } from "./store/comments.ts";

/** So many of a task are shown: the newest. */
const SHOWN = 500;

export type Comments = ReturnType<typeof createComments>;

export function createComments(deps: { db: Db; events: Pick<EventLog, "write">; tasks: Pick<Tasks, "get"> }) {
  const { events, tasks } = deps;
  const store = createCommentStore(deps.db);
  const subjectOf = ({ taskId }: Comment) => `task:${taskId}`;

  /** @throws PorterError NOT_FOUND */
  function get(id: string): Comment {
    const comment = store.find(id);
    if (!comment) throw new PorterError("NOT_FOUND", "There is no comment with this id.");
    return comment;
  }

  return {
    /** Oldest first; also of a task that was removed. */
    list: (taskId: string): { items: Comment[] } => ({ items: store.list(taskId, SHOWN) }),

    /** @throws PorterError NOT_FOUND without such a task, CONFLICT for an id that another task's comment has */
    add: ({ id = Bun.randomUUIDv7(), taskId, text }: AddComment, author: Actor): Comment =>
      events.write((append) => {
        const standing = store.find(id);
        if (standing?.taskId === taskId) return standing;
        if (standing) throw new PorterError("CONFLICT", "A comment on another task has this id.");
        tasks.get(taskId);
        const comment = { id, taskId, text, author, createdAt: new Date(), editedAt: null };
        store.insert(comment);
        append({ kind: "comment.created", subject: subjectOf(comment), actor: author, after: comment });
        return comment;
      }),

    /** @throws PorterError NOT_FOUND, FORBIDDEN for the words of somebody else */
    edit: ({ id, text }: EditComment, actor: Actor): Comment =>
      events.write((append) => {
        const before = get(id);
        if (before.author !== actor) throw new PorterError("FORBIDDEN", "Only its author edits a comment.");
        if (before.text === text) return before;
        const after = { ...before, text, editedAt: new Date() };
        store.replace(after);
        append({ kind: "comment.updated", subject: subjectOf(after), actor, before, after });
        return after;
      }),

    /** @throws PorterError NOT_FOUND, FORBIDDEN for who is neither its author nor the owner */
    remove: (id: string, actor: Actor): Comment =>
      events.write((append) => {
        const before = get(id);
        if (before.author !== actor && actor !== "owner")
          throw new PorterError("FORBIDDEN", "Only its author and the owner remove a comment.");
        store.remove(id);
        append({ kind: "comment.removed", subject: subjectOf(before), actor, before });
        return before;
      }),

    /** What an event of the log means to someone who watches comments; undefined when it is about something else. */
    describe({ kind, before, after }: LogEvent): CommentChange | undefined {
      switch (kind) {
        case "comment.created":
          return { type: "created", comment: Comment.parse(after) };
        case "comment.updated":
          return { type: "updated", comment: Comment.parse(after) };
        case "comment.removed":
          return { type: "removed", comment: Comment.parse(before) };
        default:
          return undefined;
      }
    },
  };
}
