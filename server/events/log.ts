import type { Actor } from "../../shared/actor.ts";
import type { Db } from "../db/open.ts";
import { createInbox } from "./inbox.ts";
import { createEventStore, type EventFilter, type LogEvent } from "./store.ts";

export type { EventFilter, LogEvent } from "./store.ts";

/** A change as a service reports it. `kind` is `<noun>.<past participle>`, `subject` is `<noun>:<id>`. */
type Change = { kind: string; subject: string; actor: Actor; before?: unknown; after?: unknown };

/** Something to show now and never again: not in the log, so nothing may depend on receiving it. */
type Live<T> = { family: string; subject: string; value: T };

/**
 * What a follower receives. `id` is the cursor to come back with.
 * - `ready`: the replay is over, everything after this is new
 * - `resync`: the log does not reach back to the cursor, or the reader fell behind; read the state afresh
 */
export type Entry<T> =
  | { type: "event"; id: number; event: LogEvent }
  | { type: "live"; id: number; value: T }
  | { type: "ready"; id: number }
  | { type: "resync"; id: number };

/** So many are in memory at once for each reader who replays: a hundred of the largest are 20 MB. */
const REPLAY_PAGE = 100;

export type EventLog<T = unknown> = ReturnType<typeof createEventLog<T>>;

/**
 * The durable event log and its live followers. It knows no domain.
 * @param capacity how many entries may wait for one follower before it is cut with `resync`
 * @param capacitySize how many characters of JSON they may be together
 */
export function createEventLog<T>({
  db,
  capacity = 20_000,
  capacitySize = 16_000_000,
}: {
  db: Db;
  capacity?: number;
  capacitySize?: number;
}) {
  const store = createEventStore(db);
  const followers = new Set<(item: LogEvent | Live<T>, size: number) => void>();
  let open: LogEvent[] | undefined;

  const publish = (item: LogEvent | Live<T>) => {
    if (followers.size === 0) return;
    const size = JSON.stringify(item).length;
    for (const follower of followers) follower(item, size);
  };

  return {
    /**
     * Runs `work` in one transaction and publishes what it appended once that is committed. Called inside another
     * `write` it joins it. `work` must be synchronous: bun:sqlite cannot roll an asynchronous transaction back.
     */
    write<R>(work: (append: (change: Change) => LogEvent) => R): R {
      if (open) return work(append);
      const appended: LogEvent[] = [];
      open = appended;
      let result: R;
      try {
        result = db.transaction(() => work(append), { behavior: "immediate" });
      } finally {
        open = undefined;
      }
      appended.forEach(publish);
      return result;

      function append(change: Change): LogEvent {
        if (!open) throw new Error("append was called after its transaction had ended");
        const event = store.insert({ before: null, after: null, ...change, createdAt: new Date() });
        open.push(event);
        return event;
      }
    },

    publishLive(live: Live<T>): void {
      publish(live);
    },

    /** The last event of a kind about a subject: what undo starts from. */
    findLatest: store.latest,

    find: store.find,

    /** Backwards through what the log still holds: the newest first, from before the given id on. */
    pageBack: store.pageBack,

    rightAt: store.rightAt,

    prune: store.prune,

    /**
     * Replays what came after the cursor, then follows, with nothing lost and nothing twice in between: it listens
     * from the moment of the call, replays up to the head of that moment, and drops from what it heard meanwhile
     * all that the replay had. Without a cursor it starts at the head.
     */
    follow(options: { after?: number; filter?: EventFilter; signal: AbortSignal }): AsyncGenerator<Entry<T>> {
      const { after, filter = {}, signal } = options;
      const inbox = createInbox<LogEvent | Live<T>>({ items: capacity, size: capacitySize });
      const listener = (item: LogEvent | Live<T>, size: number) => {
        if (matches(item, filter)) inbox.push(item, size);
      };
      const stop = () => {
        followers.delete(listener);
        inbox.close();
      };
      followers.add(listener);
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
      const head = store.head();
      return entries();

      async function* entries(): AsyncGenerator<Entry<T>> {
        let last = after ?? head;
        try {
          while (last !== head && !signal.aborted) {
            // Asked before every page: pruning does not wait for a slow reader.
            if (isOutOfReach(last)) {
              last = head;
              yield { type: "resync", id: last };
              break;
            }
            const page = store.page({ after: last, upTo: head }, filter, REPLAY_PAGE);
            for (const event of page) {
              if (signal.aborted) return;
              last = event.id;
              yield { type: "event", id: event.id, event };
            }
            if (page.length < REPLAY_PAGE) last = head;
          }
          if (signal.aborted) return;
          yield { type: "ready", id: last };
          for await (const batch of inbox.batches()) {
            if (batch.overflow) {
              last = store.head();
              yield { type: "resync", id: last };
            }
            for (const item of batch.items) {
              // Whoever is let in no more gets nothing of what has gathered, however slowly it reads.
              if (signal.aborted) return;
              if ("value" in item) yield { type: "live", id: last, value: item.value };
              else if (item.id > last) {
                last = item.id;
                yield { type: "event", id: last, event: item };
              }
            }
          }
        } finally {
          stop();
          signal.removeEventListener("abort", stop);
        }
      }

      /**
       * Ids in the log follow one another but for the gap that a restore leaves (`db/restore.ts`): a cursor in it has
       * seen what the restored database has not.
       */
      function isOutOfReach(cursor: number): boolean {
        if (cursor >= head) return cursor > head;
        return cursor !== (store.oldest() ?? head + 1) - 1 && !store.find(cursor);
      }
    },
  };
}

function matches(item: LogEvent | Live<unknown>, filter: EventFilter): boolean {
  const family = "value" in item ? item.family : item.kind.slice(0, item.kind.indexOf("."));
  if (filter.families && !filter.families.includes(family)) return false;
  if (filter.actor !== undefined && !("actor" in item && item.actor === filter.actor)) return false;
  return filter.subject === undefined || filter.subject === item.subject;
}
