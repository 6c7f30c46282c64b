import { z } from "zod";
import { Actor, isFromOutside } from "../../shared/actor.ts";
import { Task } from "../../shared/task.ts";

const Numbered = z.looseObject({ number: z.number().int(), createdBy: Actor, updatedBy: Actor });

/** A task from the event log, which also holds events from before a task had all that it has now. */
export function readSnapshot(snapshot: unknown): Task {
  const given = Numbered.parse(snapshot);
  return Task.parse({
    recurrence: null,
    previousId: null,
    remindAt: null,
    parentId: null,
    // The place that the migration gave to the tasks of that time (drizzle/0001).
    position: `j${String(5_000_000_000 - given.number).padStart(10, "0")}`,
    subtasks: { total: 0, done: 0 },
    outsideText: [given.createdBy, given.updatedBy].find(isFromOutside) ?? null,
    ...given,
  });
}
