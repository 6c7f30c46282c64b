import type { Actor } from "../../shared/actor.ts";
import type { NotificationKind } from "../../shared/notification.ts";
import type { Task } from "../../shared/task.ts";
import type { Db } from "../db/open.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import { alarmKey, sayDue } from "./alarms.ts";
import type { Alarm } from "./store/alarms.ts";
import { createStores } from "./stores.ts";

/**
 * In ms. A timer stands still while the machine sleeps and knows nothing of a clock that is set, and one beyond 2^31
 * fires at once: so it looks at the clock at least this often.
 */
const LONGEST_WAIT = 60_000;

const KINDS = { due: "task_due", reminder: "task_reminder" } as const satisfies Record<
  Alarm["kind"],
  NotificationKind
>;

type Notice = { kind: NotificationKind; key: string; title: string; body: string; link: string };

/** Calls for tasks at their time, once: an alarm goes in the transaction in which its notification comes. */
export function createAlarmClock(deps: {
  db: Db;
  events: Pick<EventLog, "write" | "follow">;
  notifications: { notify: (given: Notice, actor: Actor) => unknown };
  timeZone: string;
  log: Pick<Log, "error">;
}) {
  const { events, notifications, timeZone, log } = deps;
  const { alarms, tasks } = createStores(deps.db);
  const stopping = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** After a failure, which would be met again at once. In ms since 1970. */
  let quietUntil = 0;

  /** What came due while the server was down is called for at once. */
  function start(): void {
    ring();
    follow().catch((error: unknown) =>
      log.error({ err: error }, "the alarm clock no longer hears of changes"),
    );
  }

  /** Whatever changes an alarm changes its task. */
  async function follow(): Promise<void> {
    for await (const _ of events.follow({ filter: { families: ["task"] }, signal: stopping.signal })) arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    const now = Date.now();
    const next = Math.max(alarms.earliest()?.getTime() ?? Infinity, quietUntil, now);
    timer = setTimeout(ring, Math.min(next - now, LONGEST_WAIT));
  }

  function ring(): void {
    for (const alarm of alarms.listUntil(new Date())) {
      try {
        call(alarm);
      } catch (error) {
        quietUntil = Date.now() + LONGEST_WAIT;
        log.error({ err: error, subject: `task:${alarm.taskId}` }, "an alarm could not be called");
      }
    }
    arm();
  }

  function call({ taskId, kind }: Alarm): void {
    events.write(() => {
      alarms.remove(taskId, kind);
      const task = tasks.find(taskId);
      if (!task) return;
      notifications.notify(
        { ...wordsOf(task), kind: KINDS[kind], key: alarmKey(taskId, kind), link: `/tasks/${taskId}` },
        "porter",
      );
    });
  }

  const wordsOf = ({ title, dueAt }: Task) => ({ title, body: dueAt ? sayDue(dueAt, timeZone) : "" });

  return {
    start,
    stop(): void {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}
