import ChevronLeft from "lucide-solid/icons/chevron-left";
import ChevronRight from "lucide-solid/icons/chevron-right";
import ListFilter from "lucide-solid/icons/list-filter";
import X from "lucide-solid/icons/x";
import { createSignal, Show } from "solid-js";
import { Modal } from "../../ui/modal.tsx";
import { CalendarList } from "./calendar-list.tsx";
import { wordsOfSpan } from "./days.ts";
import type { CalendarModel } from "./model.ts";

export function CalendarHeader(props: { model: CalendarModel }) {
  const { model } = props;
  const [isChoosing, setChoosing] = createSignal(false);
  const span = () => (model.isWide() ? "week" : "days");
  return (
    <div class="flex items-center gap-1.5">
      <h1 class="title mr-auto min-w-0 truncate text-xl">
        <span class="sr-only">Calendar, </span>
        {wordsOfSpan(model.days(), model.isWide())}
      </h1>
      <button
        type="button"
        class="icon-button"
        aria-label={`Previous ${span()}`}
        title={`Previous ${span()}`}
        onClick={() => model.step(-1)}
      >
        <ChevronLeft size={18} aria-hidden="true" />
      </button>
      <button type="button" class="button" onClick={() => model.goToday()}>
        Today
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Next ${span()}`}
        title={`Next ${span()}`}
        onClick={() => model.step(1)}
      >
        <ChevronRight size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button xl:!hidden"
        aria-label="Calendars"
        title="Calendars"
        aria-haspopup="dialog"
        onClick={() => setChoosing(true)}
      >
        <ListFilter size={17} aria-hidden="true" />
      </button>
      <Show when={isChoosing()}>
        <Modal label="Calendars" class="sheet" onClosed={() => setChoosing(false)}>
          {(close) => (
            <div class="max-h-[80dvh] overflow-y-auto px-4 py-3">
              <div class="flex items-center justify-between pb-2">
                <h2 class="sign text-ink-2">Calendars</h2>
                <button type="button" class="icon-button" aria-label="Close" onClick={close}>
                  <X size={17} aria-hidden="true" />
                </button>
              </div>
              <CalendarList model={model} />
            </div>
          )}
        </Modal>
      </Show>
    </div>
  );
}
