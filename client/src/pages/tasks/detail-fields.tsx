import { For, type JSX } from "solid-js";
import type { Task, UpdateTask } from "../../../../shared/task.ts";
import {
  isPriority,
  isStatus,
  priorities,
  priorityWords,
  statuses,
  statusWords,
} from "../../ui/task-words.ts";
import { fromDateField, toDateField } from "../../ui/time.ts";
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

export function DetailFields(props: { task: Task; change: (patch: Omit<UpdateTask, "id">) => void }) {
  return (
    <div class="grid grid-cols-[5.5rem_1fr] items-start gap-y-2">
      <Field label="Status" for="status">
        <select
          id="status"
          class="field"
          value={props.task.status}
          onChange={({ currentTarget: { value } }) => isStatus(value) && props.change({ status: value })}
        >
          <For each={statuses}>{(status) => <option value={status}>{statusWords[status]}</option>}</For>
        </select>
      </Field>
      <Field label="Priority" for="priority">
        <select
          id="priority"
          class="field"
          value={props.task.priority}
          onChange={({ currentTarget: { value } }) => isPriority(value) && props.change({ priority: value })}
        >
          <For each={priorities}>
            {(priority) => <option value={priority}>{priorityWords[priority]}</option>}
          </For>
        </select>
      </Field>
      <Field label="Due" for="due">
        <input
          id="due"
          type="date"
          class="field"
          value={toDateField(props.task.dueAt)}
          onChange={(event) => props.change({ dueAt: fromDateField(event.currentTarget.value) })}
        />
      </Field>
      <Field label="Tags" for="tags">
        <TagsField tags={props.task.tags} change={(tags) => props.change({ tags })} />
      </Field>
    </div>
  );
}
