import type { Task } from "../../shared/task.ts";

/** A prompt says early what it is about; behind that stands what was pasted. */
const BEGINNING = 5_000;

const DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
const WORDS = `today|tonight|tomorrow|yesterday|${DAYS}|(?:this|next) (?:week|month)|weekend|calendars?|agenda|schedules?|scheduled|scheduling|reschedule|meetings?|appointments?|events?|invitations?|availability|free time|deadline|o['’]?clock|noon|midday|midnight|this (?:morning|afternoon|evening)`;
const ABOUT_TIME = new RegExp(
  [
    String.raw`\b(?:${WORDS})\b`,
    String.raw`\b(?:1[0-2]|[1-9])(?::[0-5]\d)?\s?[ap]\.?m\b`,
    // Not the line and column of a file.
    String.raw`(?<![\w:.,-])(?:[01]?\d|2[0-3]):[0-5]\d(?![\w:.])`,
    String.raw`\b\d{4}-\d\d-\d\d\b`,
  ].join("|"),
  "i",
);

/** Whether it helps to know what is in the owner's calendar: a guess from words, and from the task's dates. */
export const concernsTime = (
  prompt: string,
  task: Pick<Task, "title" | "description" | "dueAt" | "remindAt"> | undefined,
): boolean =>
  [prompt, task?.title ?? "", task?.description ?? ""].some((text) =>
    ABOUT_TIME.test(text.slice(0, BEGINNING)),
  ) ||
  (task !== undefined && (task.dueAt !== null || task.remindAt !== null));
