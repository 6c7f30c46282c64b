import CalendarPlus from "lucide-solid/icons/calendar-plus";
import { createEffect, createSignal, onCleanup, Show, type Accessor } from "solid-js";
import type { EventTexts } from "../../actions/calendar.ts";
import { parseLine } from "../../actions/tasks.ts";
import { now } from "../../ui/now.ts";
import { whenOf } from "../../ui/event-times.ts";
import type { CalendarModel } from "./model.ts";
import { readLine, takeLength } from "./quick-line.ts";

/** After so many ms without a key the line is read. */
const REST_MS = 150;

async function read(line: string) {
  const timed = takeLength(line);
  return readLine(timed, await parseLine(timed.text));
}

/** When the line that is being typed would take place; nothing while that is not known. */
function createTime(text: Accessor<string>): Accessor<EventTexts | undefined> {
  const [time, setTime] = createSignal<EventTexts>();
  createEffect(() => {
    const line = text().trim();
    if (line === "") return setTime(undefined);
    let isStale = false;
    const timer = setTimeout(() => {
      read(line).then(
        (texts) => isStale || setTime(texts.start === null ? undefined : texts),
        () => isStale || setTime(undefined), // It is a help only: the line itself is not lost.
      );
    }, REST_MS);
    onCleanup(() => {
      isStale = true;
      clearTimeout(timer);
    });
  });
  return time;
}

/** A line and Enter. Words without a time open the form, which asks for it. */
export function QuickEvent(props: { model: CalendarModel }) {
  const [text, setText] = createSignal("");
  const time = createTime(text);
  const when = () => {
    const texts = time();
    return texts && whenOf(texts, now());
  };

  async function submit(): Promise<void> {
    const line = text().trim();
    if (line === "") return;
    setText("");
    const texts = await read(line).catch(() => ({ title: line, start: null }));
    if (texts.start === null) return props.model.beginSoon(texts.title);
    if (!(await props.model.create(texts)) && text() === "") setText(line);
  }

  return (
    <form
      class="rounded-lg border border-line-strong bg-sheet shadow-(--shadow) focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-brass"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="flex items-center gap-1 pl-3">
        <CalendarPlus size={16} class="flex-none text-ink-3" aria-hidden="true" />
        <input
          id="new-event"
          type="text"
          aria-label="New event"
          aria-describedby="new-event-time"
          placeholder="New event: lunch with Ada friday 13:00–14:00"
          autocomplete="off"
          maxLength={500}
          enterkeyhint="done"
          class="h-10 min-w-0 flex-1 bg-transparent px-2 outline-none pointer-coarse:h-11"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            event.currentTarget.blur();
          }}
        />
        <span id="new-event-time" aria-live="polite" class="flex-none">
          <Show when={when()}>
            {(words) => (
              <span class="rounded-full bg-brass-soft px-2 py-0.5 text-xs whitespace-nowrap text-brass">
                {words()}
              </span>
            )}
          </Show>
        </span>
        <button
          type="submit"
          class="button mr-1 pointer-coarse:mr-0"
          data-kind="quiet"
          disabled={text().trim() === ""}
        >
          Add<span class="sr-only"> event</span>
        </button>
      </div>
    </form>
  );
}
