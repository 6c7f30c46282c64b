import { setImmediate } from "node:timers/promises";
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
import type { LogEvent } from "../events/log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Comments } from "../tasks/comments.ts";
import type { Tasks } from "../tasks/service.ts";
import type { ChangeStore } from "./store/changes.ts";
import type { Stores } from "./stores.ts";
import type { Undo } from "./undo.ts";

const PAGE = 50;
/** So many events of the log are looked at before others get their turn: a few ms. */
const STRETCH = 20_000;
const LONGEST_TEXT = 300;
/** A later change of a task that is older than so many others is not named. */
const LATER_LOOKED_AT = 50;

const Ran = z.object({ action: z.string(), effect: ActionEffect, error: z.string().nullable() });

export type Changes = ReturnType<typeof createChanges>;

/** What a session changed in Porter, read from the event log as far as that reaches back. */
export function createChanges(deps: {
  store: ChangeStore;
  sessions: Pick<Stores["sessions"], "find">;
  tasks: Pick<Tasks, "find" | "activity" | "describe">;
  comments: Pick<Comments, "describe">;
  notifications: Pick<Notifications, "describe">;
  undo: Undo;
}) {
  const { store, sessions, tasks, undo } = deps;

  /** Newest first, from before the given id on. */
  async function* read(id: string, before: number): AsyncGenerator<{ event: LogEvent; deed: ChangeDeed }> {
    const first = store.firstOf(id);
    if (first === undefined) return;
    const head = store.head();
    let upTo = Math.min(before, head + 1);
    while (upTo > first) {
      const from = Math.max(first, upTo - STRETCH);
      for (const event of store.ofActor(`session:${id}`, { from, before: upTo })) {
        const deed = deedOf(event);
        if (deed) yield { event, deed };
      }
      upTo = from;
      await setImmediate();
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
        const told = deps.notifications.describe(event)?.notification;
        // Those with a key are Porter's, about the session: that it is finished, that it waits.
        if (!told || told.key !== null) return undefined;
        return { type: "notification", title: told.title, body: shorten(told.body, LONGEST_TEXT) };
      }
      case "session": {
        const sessionId = idIn(event);
        return { type: "session", sessionId, title: sessions.find(sessionId)?.title ?? "" };
      }
      case "integration": {
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
    async list({ id, cursor = Number.MAX_SAFE_INTEGER, limit = PAGE }: ReadChanges): Promise<SessionChanges> {
      require(id);
      const items: SessionChange[] = [];
      for await (const found of read(id, cursor)) {
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
      const all: { event: LogEvent; deed: ChangeDeed }[] = [];
      for await (const found of read(id, Number.MAX_SAFE_INTEGER)) all.push(found);
      const left: typeof all = [];
      for (const found of all) {
        if (undo.obstacleTo(found.event) === undefined) undo.takeBack(found.event.id, actor);
        else left.push(found);
      }
      return { undone: all.length - left.length, left: left.map(toChange) };
    },
  };
}

const idIn = ({ subject }: LogEvent): string => subject.slice(subject.indexOf(":") + 1);
