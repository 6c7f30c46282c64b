import { focusSoon } from "../../shell/focus-soon.ts";
import { useKeys } from "../../shell/keys.ts";
import { canBringBack } from "../../actions/calendar.ts";
import { toDateField } from "../../ui/date-fields.ts";
import { startOf } from "../../ui/event-times.ts";
import { focusedEvent, focusEvent } from "./focus.ts";
import type { CalendarModel } from "./model.ts";

export function useCalendarKeys(model: CalendarModel): void {
  const current = () => model.inSight().find(({ id }) => id === focusedEvent());
  const dayOf = (id: string) => {
    const event = model.inSight().find((each) => each.id === id);
    return event ? toDateField(startOf(event)) : "";
  };

  /** From event to event in the order of their starts; from nowhere, to the next one that comes. */
  const step = (by: 1 | -1) => {
    const all = model.inSight();
    const at = all.findIndex(({ id }) => id === focusedEvent());
    const next = at < 0 ? (all.find((event) => startOf(event) > new Date()) ?? all[0]) : all[at + by];
    if (next) focusEvent(next.id);
  };
  /** To the first event of the next day that has one; without an event at hand, to the next days. */
  const stepDay = (by: 1 | -1) => {
    const from = focusedEvent();
    if (from === undefined) return model.step(by);
    const day = dayOf(from);
    const others = model.inSight().map(({ id }) => ({ id, day: dayOf(id) }));
    const target = others
      .filter((other) => (by > 0 ? other.day > day : other.day < day))
      .map((other) => other.day)
      .sort()
      .at(by > 0 ? 0 : -1);
    const next = others.find((other) => other.day === target);
    if (next) focusEvent(next.id);
  };
  const remove = () => {
    const event = current();
    if (!event) return;
    // What cannot be brought back is asked about first, in its panel.
    if (!canBringBack(event)) return model.open(event.id, "delete");
    const all = model.inSight();
    const at = all.indexOf(event);
    model.remove(event);
    focusEvent((all[at + 1] ?? all[at - 1])?.id);
  };
  const hasEvents = () => model.inSight().length > 0;

  useKeys("Calendar", [
    { keys: "j", words: "Next days", run: () => model.step(1) },
    { keys: "k", words: "Days before", run: () => model.step(-1) },
    { keys: "t", words: "Today", run: model.goToday },
    { keys: "ArrowDown", words: "Next event", when: hasEvents, run: () => step(1) },
    { keys: "ArrowUp", words: "Previous event", when: hasEvents, run: () => step(-1) },
    { keys: "ArrowRight", words: "Next day, or next days", run: () => stepDay(1) },
    { keys: "ArrowLeft", words: "Day before, or days before", run: () => stepDay(-1) },
    {
      keys: "c",
      words: "New event in words",
      when: () => model.writable().length > 0,
      run: () => focusSoon("#new-event"),
    },
    { keys: "Enter", words: "New event with a form", run: () => model.beginSoon() },
    {
      keys: "Delete",
      words: "Delete the event",
      when: () => {
        const event = current();
        return event !== undefined && model.canWrite(event);
      },
      run: remove,
    },
    {
      keys: "Escape",
      words: "Close the panel",
      when: model.isOpen,
      run: model.leave,
    },
  ]);
}
