import { Show } from "solid-js";
import { Empty } from "../../ui/empty.tsx";
import type { TasksModel } from "./model.ts";

/** Where the list would be: what to do about it. */
export default function Nothing(props: { model: TasksModel }) {
  return (
    <Show
      when={props.model.list.isEmpty()}
      fallback={
        <Empty
          title="Nothing found"
          action={
            <button type="button" class="button" onClick={() => props.model.clearFilters()}>
              Clear the filters
            </button>
          }
        >
          No task matches what you look for. Each word must begin a word of its title, description or tags.
        </Empty>
      }
    >
      <Empty title="No tasks yet">
        Write what needs doing in the line above and press Enter: a date, a #tag and !high are understood.
        Then start an agent on it, or do it yourself.
      </Empty>
    </Show>
  );
}
