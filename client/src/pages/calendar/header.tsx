import ChevronLeft from "lucide-solid/icons/chevron-left";
import ChevronRight from "lucide-solid/icons/chevron-right";
import ListFilter from "lucide-solid/icons/list-filter";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import { wordsOfDay } from "../../ui/event-times.ts";
import { wordsOfSpan } from "./days.ts";
import type { CalendarModel } from "./model.ts";

const CalendarsSheet = lazy(() => import("./calendars-sheet.tsx"));

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
      <p class="sr-only" aria-live="polite">
        {wordsOfDay(model.days()[0] ?? "")} to {wordsOfDay(model.days().at(-1) ?? "")}
      </p>
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
        <Suspense>
          <CalendarsSheet model={model} onClosed={() => setChoosing(false)} />
        </Suspense>
      </Show>
    </div>
  );
}
