import { createMemo, type Accessor } from "solid-js";
import type { Comment } from "../../../../shared/comment.ts";
import { addTask } from "../../actions/tasks.ts";
import { explain, isNotFound } from "../../api/errors.ts";
import { applyComment } from "../../api/feed-cache.ts";
import { newId } from "../../api/ids.ts";
import { api } from "../../api/options.ts";
import { send } from "../../api/outbox.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { offerUndo, showToast } from "../../shell/toast.ts";

/** What hangs on the task in the panel. */
export function createDetailModel(taskId: string, parentId: Accessor<string | null>) {
  const parent = createQuery(() => ({
    ...api.tasks.get.queryOptions({ id: parentId() ?? "" }),
    enabled: parentId() !== null,
  }));
  const subtasks = createPagedQuery(() =>
    api.tasks.list.infiniteQueryOptions({ parentId: taskId, sort: "manual", limit: 100 }, byCursor),
  );
  const comments = createQuery(() => api.comments.list.queryOptions({ taskId }));
  const sessions = createPagedQuery(() =>
    api.agents.list.infiniteQueryOptions({ taskId, limit: 20 }, byCursor),
  );
  const activity = createPagedQuery(() =>
    api.tasks.activity.infiniteQueryOptions({ id: taskId, limit: 30 }, byCursor),
  );

  async function addComment(text: string): Promise<boolean> {
    const comment: Comment = {
      id: newId(),
      taskId,
      text,
      author: "owner",
      createdAt: new Date(),
      editedAt: null,
    };
    applyComment({ type: "created", comment });
    try {
      await send(api.comments.add, { id: comment.id, taskId, text }, "a comment");
      return true;
    } catch (error) {
      applyComment({ type: "removed", comment });
      showToast({ message: `Not said: ${explain(error)}`, kind: "error" });
      return false;
    }
  }

  async function removeComment(comment: Comment): Promise<void> {
    applyComment({ type: "removed", comment });
    const { text, author } = comment;
    // Said again, which nobody can do for an agent.
    const withdraw =
      author === "owner" ? offerUndo("Deleted the comment", () => void addComment(text)) : undefined;
    try {
      await send(api.comments.remove, { id: comment.id }, "a comment");
      if (!withdraw) showToast({ message: "Deleted the comment" });
    } catch (error) {
      if (isNotFound(error)) return; // It is gone already, as was wanted.
      withdraw?.();
      applyComment({ type: "created", comment });
      showToast({ message: `Not deleted: ${explain(error)}`, kind: "error" });
    }
  }

  async function editComment(comment: Comment, text: string): Promise<void> {
    applyComment({ type: "updated", comment: { ...comment, text, editedAt: new Date() } });
    try {
      await send(api.comments.edit, { id: comment.id, text }, "a comment");
    } catch (error) {
      applyComment({ type: "updated", comment });
      showToast({ message: `Not saved: ${explain(error)}`, kind: "error" });
    }
  }

  async function undo(eventId: number): Promise<void> {
    try {
      await api.tasks.undo.mutate({ eventId });
    } catch (error) {
      showToast({ message: `Not undone: ${explain(error)}`, kind: "error" });
    }
  }

  return {
    parent: parent.data,
    subtasks: createMemo(() => itemsOf(subtasks.data())),
    addSubtask: (text: string) => addTask(text, { parentId: taskId }),
    comments: createMemo(() => comments.data()?.items ?? []),
    addComment,
    removeComment,
    editComment,
    sessions: createMemo(() => itemsOf(sessions.data())),
    activity: createMemo(() => itemsOf(activity.data())),
    hasMoreActivity: activity.hasMore,
    moreActivity: () => void activity.loadMore(),
    undo: (eventId: number) => void undo(eventId),
  };
}
export type DetailModel = ReturnType<typeof createDetailModel>;
