import type { PorterClient } from "../../client/sdk/client.ts";
import { codeOf } from "../explain.ts";
import type { AgentEvent, FeedEvent, StreamSignal } from "../../shared/feed.ts";
import type { TaskChange } from "../../shared/task.ts";

/** A change tells the client to read again: one word for all that changes within this time does it. In ms. */
const GATHER = 50;
/** Resources that one client may watch. */
export const MOST_WATCHED = 100;
/** Sessions that are known to be no news to the client. Of one that is forgotten it hears once too often. */
export const MOST_KNOWN = 1_000;

/** What a resource shows: `task:<id>` or `session:<id>`. */
export type Subject = `${"task" | "session"}:${string}`;

/** `all`: nobody knows what has changed. `list`: there is something new, or something is gone. */
type Change = { subjects: Subject[]; list?: boolean } | "all";

const OPEN = new Set(["todo", "in_progress"]);

/**
 * Watches resources for one client, over one subscription of the router, which stands as long as something is
 * watched. The client is told when one has changed, and when the list of resources has.
 */
export function createWatch(
  client: PorterClient,
  tell: { updated: (uri: string) => void; listChanged: () => void },
) {
  const watched = new Map<string, Subject>();
  const sessions = new Set<string>();
  let following: { ready: Promise<void>; end: AbortController } | undefined;
  let gathered: { uris: Set<string>; list: boolean } | undefined;

  function gather(change: Change): void {
    const isHit = (subject: Subject) => change === "all" || change.subjects.includes(subject);
    const uris = [...watched].filter(([, subject]) => isHit(subject)).map(([uri]) => uri);
    const list = change === "all" || change.list === true;
    if (uris.length === 0 && !list) return;
    if (!gathered) {
      gathered = { uris: new Set(), list: false };
      setTimeout(flush, GATHER);
    }
    for (const uri of uris) gathered.uris.add(uri);
    gathered.list ||= list;
  }

  function flush(): void {
    const { uris, list } = gathered ?? { uris: [], list: false };
    gathered = undefined;
    if (!following) return;
    for (const uri of uris) if (watched.has(uri)) tell.updated(uri);
    if (list) tell.listChanged();
  }

  function meaningOf({ topic, change }: FeedEvent): Change {
    if (topic === "tasks") return ofTask(change);
    if (topic === "comments") return { subjects: [`task:${change.comment.taskId}`] };
    if (topic === "stream") return ofSignal(change);
    return topic === "agents" ? ofAgent(change) : { subjects: [] };
  }

  function ofAgent(change: AgentEvent): Change {
    if (change.type === "message") return { subjects: [`session:${change.message.sessionId}`] };
    if (change.type === "removed") return { subjects: [`session:${change.sessionId}`] };
    if (change.type !== "session") return { subjects: [] }; // A delta is in the message that follows.
    const { id } = change.session;
    const list = !sessions.delete(id); // The first word of a session; of one that was there before, once too often.
    sessions.add(id); // Behind all others: the one that has been silent longest is forgotten first.
    const [silent] = sessions;
    if (silent !== undefined && sessions.size > MOST_KNOWN) sessions.delete(silent);
    return { subjects: [`session:${id}`], list };
  }

  /** Resolves when nothing is missed from here on; what ends it later ends it for good. */
  function follow(): { ready: Promise<void>; end: AbortController } {
    const end = new AbortController();
    const ready = Promise.withResolvers<void>();
    const run = async () => {
      try {
        const topics = { topics: ["tasks" as const, "comments" as const, "agents" as const] };
        const stream = client.events.onEvent.subscribe(topics, { signal: end.signal });
        for await (const { data } of stream) {
          if (data.topic === "stream") ready.resolve();
          gather(meaningOf(data));
        }
      } catch (error) {
        if (codeOf(error) !== "FORBIDDEN") throw error;
        // An agent hears of tasks alone.
        for await (const { data } of client.tasks.onChange.subscribe({}, { signal: end.signal })) {
          if (data.type === "ready" || data.type === "resync") ready.resolve();
          gather(data.type === "ready" || data.type === "resync" ? ofSignal(data) : ofTask(data));
        }
      }
    };
    const isOver = (error: unknown) => {
      if (following?.end === end) following = undefined; // The next one who asks begins anew.
      ready.reject(error);
    };
    run().then(() => isOver(new Error("Porter ended the stream of changes.")), isOver);
    return { ready: ready.promise, end };
  }

  function stop(): void {
    following?.end.abort();
    following = undefined;
    sessions.clear();
  }

  function remove(uri: string): void {
    watched.delete(uri);
    if (watched.size === 0) stop();
  }

  return {
    /** @throws what the router says to the subscription */
    async add(uri: string, subject: Subject): Promise<void> {
      watched.set(uri, subject);
      following ??= follow();
      try {
        await following.ready;
      } catch (error) {
        remove(uri);
        throw error;
      }
    },

    remove,

    has: (uri: string): boolean => watched.has(uri),
    count: (): number => watched.size,

    tellAgain: (): void => gather("all"),

    end(): void {
      watched.clear();
      stop();
    },
  };
}

const ofSignal = ({ type }: StreamSignal): Change => (type === "resync" ? "all" : { subjects: [] });

function ofTask(change: TaskChange | StreamSignal): Change {
  if (!("task" in change)) return ofSignal(change);
  const { type, task } = change;
  const { id, parentId } = task;
  return {
    subjects: [`task:${id}`, ...(parentId === null ? [] : [`task:${parentId}` as const])],
    list: type !== "updated" || !OPEN.has(task.status),
  };
}
