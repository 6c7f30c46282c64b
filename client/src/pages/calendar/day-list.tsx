import Plus from "lucide-solid/icons/plus";
import { createMemo, Show } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { addDays, clockOf, endOf, midnightOf, startOf, wordsOfDay } from "../../ui/event-times.ts";
import { titleOf } from "../../ui/event-words.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { eventsOn } from "./layout.ts";
import type { CalendarModel } from "./model.ts";
import { Sheet } from "./sheet.tsx";

const MORNING = 9 * 60;

/** What of an event's time lies on the day. */
function timeOn(day: string, event: CalendarEvent): string {
  const [start, end] = [startOf(event), endOf(event)];
  const from = start >= midnightOf(day) ? clockOf(start) : "";
  const to = end <= midnightOf(addDays(day, 1)) ? clockOf(end) : "";
  return event.allDay || from + to === "" ? "All day" : `${from} – ${to}`;
}

/** The events of one day, one under the other, each as broad as a finger wants it. */
export default function DayList(props: { day: string; model: CalendarModel; onClosed: () => void }) {
  const { model } = props;
  const events = createMemo(() => eventsOn(model.events(), props.day));
  return (
    <Sheet
      label={wordsOfDay(props.day)}
      onClosed={() => props.onClosed()}
      aside={(close) => (
        <Show when={model.writable().length > 0}>
          <button
            type="button"
            class="icon-button"
            aria-label="New event on this day"
            title="New event on this day"
            onClick={() => {
              close();
              model.beginAt(props.day, MORNING);
            }}
          >
            <Plus size={18} aria-hidden="true" />
          </button>
        </Show>
      )}
    >
      {(close) => (
        <Show
          when={events().length > 0}
          fallback={<p class="py-2 text-ink-3">Nothing stands on this day.</p>}
        >
          <ul>
            <Keyed each={events()} by={(event) => event.id}>
              {(event) => (
                <li class="border-line not-first:border-t">
                  <button
                    type="button"
                    class="flex min-h-11 w-full items-center gap-3 py-1.5 text-left hover:bg-hover"
                    onClick={() => {
                      close();
                      model.open(event().id);
                    }}
                  >
                    <span class="w-24 flex-none text-sm text-ink-2">{timeOn(props.day, event())}</span>
                    <span
                      class="calendar-swatch"
                      style={{ "--event": model.colorOf(event().calendarId) }}
                      aria-hidden="true"
                    />
                    <span class="min-w-0 flex-1">
                      <span class="block truncate font-medium">{titleOf(event())}</span>
                      <Show when={event().location}>
                        {(place) => <span class="block truncate text-xs text-ink-3">{place()}</span>}
                      </Show>
                    </span>
                  </button>
                </li>
              )}
            </Keyed>
          </ul>
        </Show>
      )}
    </Sheet>
  );
}
