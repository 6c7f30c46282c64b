import type { Actor } from "../../shared/actor.ts";
import { UpdateTask, type ReadActivity, type Task, type TaskActivity } from "../../shared/task.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { changedSince, deedOf, type Deed } from "./activity.ts";
import type { Changes } from "./changes.ts";
import type { Edits } from "./edits.ts";
import type { createPlaces } from "./places.ts";
import type { TaskStore } from "./store/tasks.ts";

/** What was done to a task, read from the event log, and how to take it back. */
export function createHistory(deps: {
  events: Pick<EventLog, "find" | "findLatest" | "pageBack">;
  store: TaskStore;
  changes: Changes;
  edits: Edits;
  places: ReturnType<typeof createPlaces>;
}) {
  const { events, store, changes, edits, places } = deps;

  const isLatest = ({ id, subject, kind }: LogEvent): boolean => events.findLatest(subject, kind)?.id === id;

  /** The event before it in the life of the task is its removal. */
  const isRestored = ({ id, subject }: LogEvent): boolean =>
    events.pageBack(id, { subject, families: ["task"] }, 1)[0]?.kind === "task.removed";

  function toActivity(event: LogEvent, task: Task | undefined): TaskActivity | undefined {
    const deed = deedOf(event, isRestored);
    if (!deed) return undefined;
    const { kind, changes } = deed;
    const { id: eventId, actor, createdAt: at } = event;
    const canUndo = kind !== "commented" && findObstacle(event, deed, task) === undefined;
    return { eventId, kind, actor, at, changes, canUndo };
  }

  /** Why the deed cannot be taken back as things stand, or undefined when it can. */
  function findObstacle(event: LogEvent, deed: Deed, task: Task | undefined): string | undefined {
    if (deed.kind === "removed")
      return !task && isLatest(event) ? undefined : "This task was restored since.";
    if (!task) return "This task was removed since.";
    if (deed.kind === "created" || deed.kind === "restored")
      return isLatest(event) ? undefined : "This task was removed and restored since.";
    const changed = changedSince(deed, task);
    return changed.length === 0 ? undefined : `Changed since, and so not undone: ${changed.join(", ")}.`;
  }

  return {
    /**
     * Newest first, also of a task that was removed, as far back as the log reaches.
     * @throws PorterError NOT_FOUND
     */
    activity({ id, cursor, limit = 50 }: ReadActivity): { items: TaskActivity[]; nextCursor: string | null } {
      const filter = { subject: `task:${id}`, families: ["task", "comment"] };
      const task = store.find(id);
      const items: TaskActivity[] = [];
      let before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
      while (true) {
        const page = events.pageBack(before, filter, limit + 1);
        for (const event of page) {
          const item = toActivity(event, task);
          if (!item) continue;
          const last = items.at(-1);
          if (items.length === limit && last) return { items, nextCursor: String(last.eventId) };
          items.push(item);
        }
        const oldest = page.at(-1);
        if (!oldest || page.length <= limit) break;
        before = oldest.id;
      }
      if (items.length === 0 && cursor === undefined) edits.get(id);
      return { items, nextCursor: null };
    },

    /**
     * Takes one change back, as an ordinary change of whoever does so.
     * @throws PorterError NOT_FOUND; INVALID for what cannot be taken back; CONFLICT when it was changed since
     */
    undo(eventId: number, actor: Actor): Task {
      const event = events.find(eventId);
      if (!event) throw new PorterError("NOT_FOUND", "The log does not hold this change, or no longer.");
      const deed = deedOf(event, isRestored);
      if (!deed || deed.kind === "commented") throw new PorterError("INVALID", "This cannot be undone.");
      const id = event.subject.slice("task:".length);
      return changes.write(actor, (batch) => {
        const task = store.find(id);
        const obstacle = findObstacle(event, deed, task);
        if (obstacle !== undefined) throw new PorterError("CONFLICT", obstacle);
        if (deed.kind === "removed") return edits.restore(batch, id);
        if (deed.kind === "created" || deed.kind === "restored") return edits.remove(batch, id);
        const fields = Object.fromEntries(deed.changes.map(({ field, before }) => [field, before]));
        const { before, after } = deed;
        const isInPlace = before && before.position !== after?.position && task?.position === after?.position;
        const position = isInPlace ? places.freeAt(before.position) : undefined;
        return edits.update(batch, { ...UpdateTask.parse({ id, ...fields }), position }, actor);
      });
    },
  };
}
