import Pencil from "lucide-solid/icons/pencil";
import Trash from "lucide-solid/icons/trash";
import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { canBringBack } from "../../actions/calendar.ts";
import { titleOf } from "../../ui/event-words.ts";
import { DeleteQuestion } from "./delete-question.tsx";
import { EditEvent } from "./edit-event.tsx";
import { EventFacts } from "./event-facts.tsx";
import type { CalendarModel } from "./model.ts";
import { PanelBar } from "./panel-bar.tsx";

/** An event, and what can be done with it. */
export function EventDetails(props: { event: CalendarEvent; model: CalendarModel }) {
  const { model } = props;
  const [panel, setPanel] = createSignal<HTMLDivElement>();
  const [edit, setEdit] = createSignal<HTMLButtonElement>();
  const [trash, setTrash] = createSignal<HTMLButtonElement>();
  const id = createMemo(() => props.event.id);
  const editing = () => (model.doing()?.what === "edit" ? model.doing() : undefined);

  // A press has opened it, and on a phone hidden what was pressed: the focus goes on to the panel. A form and a question
  // take it to themselves, and give it back to the button that they came from.
  createEffect(
    on([id, () => model.doing()?.what], ([event, what], before) => {
      if (what !== undefined) return;
      if (event !== before?.[0]) panel()?.focus({ preventScroll: true });
      else (before[1] === "edit" ? edit() : trash())?.focus();
    }),
  );

  return (
    <div
      ref={setPanel}
      tabindex="-1"
      class="flex flex-col gap-4 px-4 pt-3 pb-12 outline-none sm:px-6 lg:pt-5"
    >
      <PanelBar close={model.close}>
        <Show when={model.canWrite(props.event)}>
          <button
            ref={setEdit}
            type="button"
            class="icon-button"
            aria-label="Edit event"
            title="Edit event"
            onClick={() => model.edit(id())}
          >
            <Pencil size={16} aria-hidden="true" />
          </button>
          <button
            ref={setTrash}
            type="button"
            class="icon-button"
            aria-label="Delete event"
            title="Delete event"
            onClick={() => (canBringBack(props.event) ? model.remove(props.event) : model.askToDelete(id()))}
          >
            <Trash size={16} aria-hidden="true" />
          </button>
        </Show>
      </PanelBar>
      <Show
        when={editing()}
        keyed
        fallback={
          <>
            <h2 class="title text-xl break-words">{titleOf(props.event)}</h2>
            <Show when={model.doing()?.what === "delete"}>
              <DeleteQuestion
                event={props.event}
                remove={(which) => model.remove(props.event, which)}
                cancel={model.leave}
              />
            </Show>
            <EventFacts event={props.event} model={model} />
          </>
        }
      >
        {(begun) => <EditEvent event={props.event} begun={begun} model={model} />}
      </Show>
    </div>
  );
}
