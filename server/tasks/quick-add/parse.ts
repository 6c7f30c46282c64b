import type { ParsedTask } from "../../../shared/task.ts";
import { PorterError } from "../../errors.ts";
import { firstOccurrence } from "../recurrence.ts";
import { inZone, toDate } from "../time-zone.ts";
import { createLine } from "./line.ts";
import { takePriority, takeTags } from "./marks.ts";
import { findMoments, resolveMoment, type Moment } from "./moments.ts";
import { takeReminderAt, takeReminderBefore } from "./reminders.ts";
import { takeRepeat, type Repeat } from "./repeats.ts";

/**
 * A task from one line: `pay rent friday 9am #home !high every month`. Only what is clear is taken out of it; the
 * title is what remains, and text in quotes always does.
 */
export function parseQuickAdd(text: string, { now, timeZone }: { now: Date; timeZone: string }): ParsedTask {
  const here = inZone(now, timeZone);
  // A series that is over before it begins is none.
  return (
    read(text, { now: here, mayRepeat: true }) ?? read(text, { now: here, mayRepeat: false }) ?? nothing(text)
  );
}

const nothing = (text: string): ParsedTask => ({
  title: text.trim(),
  dueAt: null,
  recurrence: null,
  remindAt: null,
  tags: [],
  priority: null,
  parts: [],
});

type Situation = { now: Temporal.ZonedDateTime; mayRepeat: boolean };

function read(text: string, { now, mayRepeat }: Situation): ParsedTask | undefined {
  const line = createLine(text);
  const tags = takeTags(line);
  const priority = takePriority(line);
  const repeat = mayRepeat ? takeRepeat(line, now.toPlainDate()) : undefined;
  const { remindAt, others } = takeReminderAt(line, findMoments(line, now), now);
  const [moment] = others;
  if (moment) line.take("due", moment.start, moment.end);

  const once = { dueAt: moment ? resolveMoment(moment, now) : null, recurrence: null };
  const due = repeat ? startOf(repeat, moment, now) : once;
  if (!due) return undefined;
  const early = due.dueAt && !remindAt ? takeReminderBefore(line, due.dueAt, now.timeZoneId) : null;
  const title = line.title();
  return title === ""
    ? nothing(text)
    : { title, ...due, remindAt: remindAt ?? early, tags, priority, parts: line.parts() };
}

/** The first time of a series, if it has one: on the day that the line names, or from today on. */
function startOf(
  repeat: Repeat,
  moment: Moment | undefined,
  now: Temporal.ZonedDateTime,
): { dueAt: Date; recurrence: string } | undefined {
  const timeZone = now.timeZoneId;
  const named = moment && inZone(resolveMoment(moment, now), timeZone);
  const time = moment && (moment.exact ? named?.toPlainTime() : moment.time?.time);
  let from = named && (moment.exact || moment.day) ? named : now;
  for (;;) {
    const recurrence = repeat.ruleFrom(from.toPlainDate());
    const day = findFirst(recurrence, from);
    if (!day) return undefined;
    const first = day.toZonedDateTime({ timeZone, plainTime: time });
    // Without a time the whole of today is still to come.
    if (!time || Temporal.ZonedDateTime.compare(first, now) > 0) return { dueAt: toDate(first), recurrence };
    from = day.add({ days: 1 }).toZonedDateTime(timeZone);
  }
}

function findFirst(rule: string, from: Temporal.ZonedDateTime): Temporal.PlainDate | undefined {
  try {
    const first = firstOccurrence({ rule, from: toDate(from), timeZone: from.timeZoneId });
    return inZone(first, from.timeZoneId).toPlainDate();
  } catch (error) {
    if (error instanceof PorterError && error.code === "INVALID") return undefined;
    throw error;
  }
}
