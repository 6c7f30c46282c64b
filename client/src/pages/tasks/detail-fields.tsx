import { Show, type JSX } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import type { TaskPatch } from "../../actions/tasks.ts";
import { isPriority, isStatus } from "../../ui/task-words.ts";
import { atTime, fromDateField, toDateField, toTimeField } from "../../ui/date-fields.ts";
import { PriorityOptions, StatusOptions } from "./options.tsx";
import { ReminderField } from "./reminder-field.tsx";
import { RepeatField } from "./repeat-field.tsx";
import { TagsField } from "./tags-field.tsx";

function Field(props: { label: string; for: string; children: JSX.Element }) {
  return (
    <>
      <label for={props.for} class="flex min-h-[2.125rem] items-center text-sm text-ink-2">
        {props.label}
      </label>
      <div class="min-w-0">{props.children}</div>
    </>
  );
}

export function DetailFields(props: { task: Task; change: (patch: TaskPatch) => void }) {
  return (
    <div class="grid grid-cols-[5.5rem_1fr] items-start gap-y-2">
      <Field label="Status" for="status">
        <select
          id="status"
          class="field"
          value={props.task.status}
          onChange={({ currentTarget: { value } }) => isStatus(value) && props.change({ status: value })}
        >
          <StatusOptions />
        </select>
      </Field>
      <Field label="Priority" for="priority">
        <select
          id="priority"
          class="field"
          value={props.task.priority}
          onChange={({ currentTarget: { value } }) => isPriority(value) && props.change({ priority: value })}
        >
          <PriorityOptions />
        </select>
      </Field>
      <Field label="Due" for="due">
        <div class="flex flex-wrap gap-1.5">
          <input
            id="due"
            type="date"
            class="field flex-1 basis-36"
            value={toDateField(props.task.dueAt)}
            onChange={({ currentTarget: { value } }) => {
              const day = fromDateField(value);
              props.change({ dueAt: day && atTime(day, toTimeField(props.task.dueAt)) });
            }}
          />
          <Show when={props.task.dueAt}>
            {(due) => (
              <input
                type="time"
                aria-label="Due at"
                class="field flex-1 basis-28 pointer-coarse:basis-36"
                value={toTimeField(due())}
                onChange={({ currentTarget: { value } }) => props.change({ dueAt: atTime(due(), value) })}
              />
            )}
          </Show>
        </div>
      </Field>
      <Field label="Repeats" for="repeat">
        <RepeatField
          rule={props.task.recurrence}
          dueAt={props.task.dueAt}
          change={(recurrence) => props.change({ recurrence })}
        />
      </Field>
      <Field label="Reminder" for="reminder">
        <ReminderField
          remindAt={props.task.remindAt}
          dueAt={props.task.dueAt}
          change={(remindAt) => props.change({ remindAt })}
        />
      </Field>
      <Field label="Tags" for="tags">
        <TagsField tags={props.task.tags} change={(tags) => props.change({ tags })} />
      </Field>
    </div>
  );
}
