import { z } from "zod";
import type { Actor } from "../../shared/actor.ts";
import { ActionEffect } from "../../shared/integration.ts";
import type {
  ChangeDeed,
  ReadChanges,
  SessionChange,
  SessionChanges,
  UndoneAll,
} from "../../shared/session-change.ts";
import { shorten } from "../../shared/text.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import type { Stores } from "./stores.ts";
import type { Undo } from "./undo.ts";

const PAGE = 50;
/** So many events of the log are read at a time. */
const READ = 200;
/** What tells of a change to what the owner has in Porter; of some, only the kinds that `deedOf` names. */
const FAMILIES = ["task", "comment", "notification", "session", "integration"];
const LONGEST_TEXT = 300;
/** A later change of a task that is older than so many others is not named. */
const LATER_LOOKED_AT = 50;

const Ran = z.object({ action: z.string(), effect: ActionEffect, error: z.string().nullable() });

export type Changes = ReturnType<typeof createChanges>;

/** What a session changed in Porter, read from the event log as far as that reaches back. */
export function createChanges(deps: {
  events: Pick<EventLog, "pageBack">;
  sessions: Pick<Stores["sessions"], "find">;
  tasks: Pick<Tasks, "find" | "activity" | "describe">;
  comments: Pick<Comments, "describe">;
  notifications: Pick<Notifications, "describe">;
  undo: Undo;
}) {
  const { events, sessions, tasks, undo } = deps;

  /** Newest first, from before the given id on. */
  function* read(id: string, before: number): Generator<{ event: LogEvent; deed: ChangeDeed }> {
    const filter = { actor: `session:${id}`, families: FAMILIES } as const;
    let upTo: number | undefined = before;
    while (upTo !== undefined) {
      const page = events.pageBack(upTo, filter, READ);
      for (const event of page) {
        const deed = deedOf(event);
        if (deed) yield { event, deed };
      }
      upTo = page.length < READ ? undefined : page.at(-1)?.id;
    }
  }

  function deedOf(event: LogEvent): ChangeDeed | undefined {
    const [family] = event.kind.split(".");
    switch (family) {
      case "task":
        return taskDeedOf(event);
      case "comment": {
        const change = deps.comments.describe(event);
        if (!change) return undefined;
        const { taskId, text } = change.comment;
        const number = tasks.find(taskId)?.number ?? null;
        return { type: "comment", taskId, number, kind: change.type, text: shorten(text, LONGEST_TEXT) };
      }
      case "notification": {
        if (event.kind !== "notification.created") return undefined;
        const told = deps.notifications.describe(event)?.notification;
        // Those with a key are Porter's, about the session: that it is finished, that it waits.
        if (!told || told.key !== null) return undefined;
        return { type: "notification", title: told.title, body: shorten(told.body, LONGEST_TEXT) };
      }
      case "session": {
        if (event.kind !== "session.created") return undefined;
        const sessionId = idIn(event);
        return { type: "session", sessionId, title: sessions.find(sessionId)?.title ?? "" };
      }
      case "integration": {
        if (event.kind !== "integration.ran") return undefined;
        const { action, effect, error } = Ran.parse(event.after);
        if (effect === "read") return undefined;
        return { type: "action", integrationId: idIn(event), action, error };
      }
      default:
        return undefined;
    }
  }

  /** Undefined for what goes with another change: a count of subtasks. */
  function taskDeedOf(event: LogEvent): ChangeDeed | undefined {
    const change = tasks.describe(event);
    if (!change) return undefined;
    const { id: taskId, number, title } = change.task;
    const [entry] = tasks.activity({ id: taskId, cursor: String(event.id + 1), limit: 1 }).items;
    if (entry?.eventId !== event.id) return undefined;
    return { type: "task", taskId, number, title, kind: entry.kind, changes: entry.changes };
  }

  /** The change that stands on this one. */
  function findLater({ id }: LogEvent, deed: ChangeDeed): { actor: Actor; at: Date } | null {
    if (deed.type !== "task") return null;
    const fields = new Set(deed.changes.map(({ field }) => field));
    const later = tasks
      .activity({ id: deed.taskId, limit: LATER_LOOKED_AT })
      .items.filter(({ eventId, kind }) => eventId > id && kind !== "commented")
      .find(({ kind, changes }) => kind !== "updated" || changes.some(({ field }) => fields.has(field)));
    return later ? { actor: later.actor, at: later.at } : null;
  }

  function toChange({ event, deed }: { event: LogEvent; deed: ChangeDeed }): SessionChange {
    const reason = undo.obstacleTo(event);
    const obstacle = reason === undefined ? null : { reason, since: findLater(event, deed) };
    return { eventId: event.id, at: event.createdAt, deed, obstacle };
  }

  /** @throws PorterError NOT_FOUND */
  function require(id: string): void {
    if (!sessions.find(id)) throw new PorterError("NOT_FOUND", "There is no session with this id.");
  }

  return {
    /** @throws PorterError NOT_FOUND */
    list({ id, cursor = Number.MAX_SAFE_INTEGER, limit = PAGE }: ReadChanges): SessionChanges {
      require(id);
      const items: SessionChange[] = [];
      for (const found of read(id, cursor)) {
        if (items.length === limit) return { items, nextCursor: items.at(-1)?.eventId ?? null };
        items.push(toChange(found));
      }
      return { items, nextCursor: null };
    },

    /**
     * Takes one change back, as a change of whoever does so.
     * @throws PorterError NOT_FOUND; INVALID for what cannot be taken back; CONFLICT when something newer stands on it
     */
    undo: undo.takeBack,

    /**
     * Takes back all that can be, the newest first, each on its own: what stands in the way of one leaves the others.
     * @throws PorterError NOT_FOUND
     */
    async undoAll(id: string, actor: Actor): Promise<UndoneAll> {
      require(id);
      const all = [...read(id, Number.MAX_SAFE_INTEGER)];
      const left: SessionChange[] = [];
      for (const found of all) {
        const change = toChange(found);
        if (change.obstacle) {
          left.push(change);
          continue;
        }
        try {
          await undo.takeBack(change.eventId, actor);
        } catch (error) {
          if (!(error instanceof PorterError)) throw error;
          left.push({ ...change, obstacle: { reason: error.message, since: null } });
        }
      }
      return { undone: all.length - left.length, left };
    },
  };
}

const idIn = ({ subject }: LogEvent): string => subject.slice(subject.indexOf(":") + 1);
