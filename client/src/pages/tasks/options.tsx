import { For } from "solid-js";
import { priorities, priorityWords, statuses, statusWords } from "../../ui/task-words.ts";

export const StatusOptions = () => (
  <For each={statuses}>{(status) => <option value={status}>{statusWords[status]}</option>}</For>
);

export const PriorityOptions = () => (
  <For each={priorities}>{(priority) => <option value={priority}>{priorityWords[priority]}</option>}</For>
);
