import type { NotificationKind } from "../../shared/notification.ts";
import type { Task } from "../../shared/task.ts";
import type { Db } from "../db/open.ts";
import type { EventLog } from "../events/log.ts";
import { keepTimer } from "../events/timer.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import { alarmKey, sayDue } from "./alarms.ts";
import type { Tasks } from "./service.ts";
import { createAlarmStore, type Alarm } from "./store/alarms.ts";

const KINDS = { due: "task_due", reminder: "task_reminder" } as const satisfies Record<
  Alarm["kind"],
  NotificationKind
>;

/**
 * Calls for tasks at their time, once: an alarm goes in the transaction in which its notification comes. What came
 * due while the server was down is called for at once.
 */
export function keepAlarmClock(deps: {
  db: Db;
  tasks: Pick<Tasks, "find">;
  notifications: Pick<Notifications, "notify">;
  timeZone: string;
  events: Pick<EventLog, "write" | "follow">;
  log: Pick<Log, "error">;
  signal: AbortSignal;
}): Promise<void> {
  const { tasks, notifications, timeZone, events, log, signal } = deps;
  const alarms = createAlarmStore(deps.db);

  // Whatever changes an alarm changes its task.
  return keepTimer({ family: "task", ring, events, log, signal });

  function ring(now: Date): Date | undefined {
    for (const alarm of alarms.listUntil(now)) {
      try {
        call(alarm);
      } catch (error) {
        log.error({ err: error, subject: `task:${alarm.taskId}` }, "an alarm could not be called");
      }
    }
    return alarms.earliest();
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

  function wordsOf({ title, dueAt }: Task): { title: string; body: string } {
    return { title, body: dueAt ? sayDue(dueAt, timeZone) : "" };
  }
}
