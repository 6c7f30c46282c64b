import type { Actor } from "../../shared/actor.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";

export type Undo = ReturnType<typeof createUndo>;

/** What integrations have done for an agent, taken back by them. */
export type ActionUndo = {
  /** @throws PorterError that says what stands in the way */
  checkUndo: (event: LogEvent) => void;
  undo: (event: LogEvent, actor: Actor) => Promise<void>;
};

class TriedOut extends Error {}

/** Takes back what an event of the log tells of, by the rules of the room that it belongs to. */
export function createUndo(deps: {
  events: Pick<EventLog, "write" | "find">;
  tasks: Pick<Tasks, "undo">;
  comments: Pick<Comments, "describe" | "remove" | "list">;
  notifications: Pick<Notifications, "describe" | "find" | "markDone">;
  actions: () => ActionUndo;
}) {
  const { events, tasks, comments, notifications } = deps;

  function undo(event: LogEvent, actor: Actor): void {
    const [family] = event.kind.split(".");
    switch (family) {
      case "task":
        tasks.undo(event.id, actor);
        return;
      case "comment":
        return undoComment(event, actor);
      case "notification":
        return undoNotification(event, actor);
      case "session":
        throw new PorterError("INVALID", "A session that was started cannot be taken back: stop it there.");
      default:
        throw new PorterError("INVALID", "This cannot be undone.");
    }
  }

  function undoComment(event: LogEvent, actor: Actor): void {
    const change = comments.describe(event);
    if (change?.type !== "created")
      throw new PorterError("INVALID", "A comment that was edited or removed cannot be brought back.");
    const { id, taskId } = change.comment;
    if (!comments.list(taskId).items.some((comment) => comment.id === id))
      throw new PorterError("CONFLICT", "This comment was removed since.");
    comments.remove(id, actor);
  }

  function undoNotification(event: LogEvent, actor: Actor): void {
    const told = notifications.describe(event)?.notification;
    const current = told && notifications.find(told.id);
    if (!current) throw new PorterError("NOT_FOUND", "This notification is no longer there.");
    if (current.doneAt) throw new PorterError("CONFLICT", "This notification was put away since.");
    notifications.markDone(current.id, actor);
  }

  return {
    /** @throws PorterError NOT_FOUND; INVALID for what cannot be taken back; CONFLICT when something newer stands on it */
    async takeBack(eventId: number, actor: Actor): Promise<void> {
      const event = events.find(eventId);
      if (!event) throw new PorterError("NOT_FOUND", "The log does not hold this change, or no longer.");
      if (isAction(event)) await deps.actions().undo(event, actor);
      else events.write(() => undo(event, actor));
    },

    /**
     * Why it cannot be taken back as things stand. It is tried, in a transaction that is rolled back: so the rules are
     * those of the rooms alone. What an integration did outside is only asked about.
     */
    obstacleTo(event: LogEvent): string | undefined {
      try {
        if (isAction(event)) {
          deps.actions().checkUndo(event);
          return undefined;
        }
        events.write(() => {
          undo(event, "owner");
          throw new TriedOut();
        });
      } catch (error) {
        if (error instanceof TriedOut) return undefined;
        if (error instanceof PorterError) return error.message;
        throw error;
      }
    },
  };
}

const isAction = ({ kind }: LogEvent): boolean => kind === "integration.ran";
