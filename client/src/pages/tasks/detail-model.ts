import { createMemo, type Accessor } from "solid-js";
import type { Comment } from "../../../../shared/comment.ts";
import type { Task } from "../../../../shared/task.ts";
import { quickAdd } from "../../actions/tasks.ts";
import { explain } from "../../api/errors.ts";
import { applyComment, applyTask, findTask } from "../../api/feed-cache.ts";
import { newId } from "../../api/ids.ts";
import { api } from "../../api/options.ts";
import { send } from "../../api/outbox.ts";
import { itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { offerUndo, showToast } from "../../shell/toast.ts";

const next = <C>(page: { nextCursor: C }) => page.nextCursor;

/** The task in the panel, and what hangs on it. */
export function createDetailModel(id: Accessor<string | undefined>) {
  const given = () => id() ?? "";
  const enabled = () => id() !== undefined;
  const query = createQuery(() => ({ ...api.tasks.get.queryOptions({ id: given() }), enabled: enabled() }));
  const task = createMemo((): Task | undefined => {
    if (!enabled()) return undefined;
    // The row that was pressed has it already; the panel need not wait for the server.
    return query.data() ?? (query.error() ? undefined : findTask(given()));
  });
  const parentId = createMemo(() => task()?.parentId ?? undefined);
  const parent = createQuery(() => ({
    ...api.tasks.get.queryOptions({ id: parentId() ?? "" }),
    enabled: parentId() !== undefined,
  }));
  const subtasks = createPagedQuery(() => ({
    ...api.tasks.list.infiniteQueryOptions({ parentId: given(), sort: "manual", limit: 100 }, { next }),
    enabled: enabled(),
  }));
  const comments = createQuery(() => ({
    ...api.comments.list.queryOptions({ taskId: given() }),
    enabled: enabled(),
  }));
  const sessions = createPagedQuery(() => ({
    ...api.agents.list.infiniteQueryOptions({ taskId: given(), limit: 20 }, { next }),
    enabled: enabled(),
  }));
  const activity = createPagedQuery(() => ({
    ...api.tasks.activity.infiniteQueryOptions({ id: given(), limit: 30 }, { next }),
    enabled: enabled(),
  }));

  async function addComment(taskId: string, text: string): Promise<boolean> {
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
    const { taskId, text, author } = comment;
    // Said again, which nobody can do for an agent.
    const withdraw =
      author === "owner" ? offerUndo("Deleted the comment", () => void addComment(taskId, text)) : undefined;
    try {
      await send(api.comments.remove, { id: comment.id }, "a comment");
      if (!withdraw) showToast({ message: "Deleted the comment" });
    } catch (error) {
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
      applyTask({ type: "updated", task: await api.tasks.undo.mutate({ eventId }) });
    } catch (error) {
      showToast({ message: `Not undone: ${explain(error)}`, kind: "error" });
    }
  }

  return {
    id,
    task,
    query,
    parent: createMemo(() => parent.data()),
    subtasks: createMemo(() => itemsOf(subtasks.data())),
    addSubtask: (text: string) => quickAdd(text, { parentId: given() }),
    comments: createMemo(() => comments.data()?.items ?? []),
    addComment: (text: string) => addComment(given(), text),
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
