import { createEffect, createMemo, createSignal, on, type Accessor } from "solid-js";
import type { Session } from "../../../../../shared/session.ts";
import type { SessionChange } from "../../../../../shared/session-change.ts";
import { explain } from "../../../api/errors.ts";
import { api } from "../../../api/options.ts";
import { createPagedQuery } from "../../../api/query.ts";
import { showToast } from "../../../shell/toast.ts";

/** What one session changed. It is read anew when the session moves on, and after each undo. */
export function createChangesModel(session: Accessor<Session>) {
  const query = createPagedQuery(() =>
    api.agents.changes.infiniteQueryOptions({ id: session().id }, { next: (page) => page.nextCursor }),
  );
  const items = createMemo(() => query.data()?.pages.flatMap((page) => page.items) ?? []);
  /** Taken back, and the list does not know it yet. */
  const [undone, setUndone] = createSignal<ReadonlySet<number>>(new Set());
  const [isUndoingAll, setUndoingAll] = createSignal(false);
  createEffect(on(() => session().updatedAt.getTime(), query.refetch, { defer: true }));

  async function undo({ eventId }: SessionChange): Promise<void> {
    setUndone((all) => new Set([...all, eventId]));
    try {
      await api.agents.undoChange.mutate({ eventId });
    } catch (error) {
      setUndone((all) => new Set([...all].filter((id) => id !== eventId)));
      showToast({ message: `Not undone: ${explain(error)}`, kind: "error" });
    }
    query.refetch();
  }

  async function undoAll(): Promise<void> {
    setUndoingAll(true);
    try {
      const { undone, left } = await api.agents.undoAll.mutate({ id: session().id });
      const rest = left.length === 0 ? "" : ` ${left.length} could not be undone: the list says why.`;
      showToast({ message: `${undone} ${undone === 1 ? "change" : "changes"} undone.${rest}` });
    } catch (error) {
      showToast({ message: `Not undone: ${explain(error)}`, kind: "error" });
    } finally {
      setUndoingAll(false);
      query.refetch();
    }
  }

  return {
    query,
    items,
    /** Of those that are loaded. */
    undoable: createMemo(() => items().filter(({ obstacle }) => obstacle === null).length),
    isUndone: (change: SessionChange) => undone().has(change.eventId),
    undo: (change: SessionChange) => void undo(change),
    undoAll: () => void undoAll(),
    isUndoingAll,
  };
}
