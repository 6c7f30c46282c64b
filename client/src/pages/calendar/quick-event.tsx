import CalendarPlus from "lucide-solid/icons/calendar-plus";
import { Show } from "solid-js";
import { parseLine } from "../../actions/tasks.ts";
import { now } from "../../ui/now.ts";
import { whenOf } from "../../ui/event-times.ts";
import { LineForm } from "../../ui/line-form.tsx";
import { createTypedLine } from "../../ui/typed-line.ts";
import type { CalendarModel } from "./model.ts";

async function read(line: string) {
  // Nobody waits for it before the days stand.
  const { readLine, takeLength } = await import("./quick-line.ts");
  const timed = takeLength(line);
  return readLine(timed, await parseLine(timed.text));
}

/** A line and Enter. Words without a time open the form, which asks for it. */
export function QuickEvent(props: { model: CalendarModel }) {
  async function add(line: string): Promise<boolean> {
    const texts = await read(line).catch(() => ({ title: line, start: null }));
    if (texts.start !== null) return props.model.create(texts);
    props.model.beginSoon(texts.title);
    return true;
  }
  return (
    <LineForm
      id="new-event"
      class="shadow-(--shadow)"
      icon={<CalendarPlus size={16} />}
      label="New event"
      placeholder="New event: lunch with Ada friday 13:00–14:00"
      maxLength={500}
      noun="event"
      add={add}
      hint={(text) => <Understood text={text()} />}
    />
  );
}

/** When the line would take place. */
function Understood(props: { text: string }) {
  const event = createTypedLine(() => props.text, read);
  const when = () => {
    const texts = event();
    return texts?.start ? { title: texts.title, words: whenOf(texts, now()) } : undefined;
  };
  return (
    <Show when={when()}>
      {(understood) => (
        <p class="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line px-3 py-1.5 text-xs text-ink-2">
          <span class="min-w-0 truncate font-medium text-ink">{understood().title}</span>
          <span class="rounded-full bg-brass-soft px-2 leading-5 text-brass">{understood().words}</span>
        </p>
      )}
    </Show>
  );
}
