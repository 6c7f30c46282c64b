import { createMemo, createSignal, type Accessor } from "solid-js";
import type { Calendar, CalendarEvent } from "../../../../shared/calendar.ts";
import {
  changeEvent,
  createEvent,
  quoted,
  removeEvent,
  type EventPatch,
  type EventTexts,
  type Which,
} from "../../actions/calendar.ts";
import { isUnnamed, seriesIdOf } from "../../api/pending-events.ts";
import { fromAddress, toAddress, type Draft } from "./drafts.ts";
import { createOpened } from "./opened.ts";

/** `patch`: what the person has written already, and the calendar has refused. */
export type Doing = { id: string; what: "edit" | "delete"; patch?: EventPatch; which?: Which };

type Address = { event?: string | undefined; new?: string | undefined };

/** Nobody waits for its rules before the days stand. */
const changeAll = async (event: CalendarEvent, patch: EventPatch): Promise<boolean> =>
  (await import("../../actions/calendar-series.ts")).changeSeries(event, patch);

/** What stands beside the days: an event, or the form of a new one. The address has which. */
export function createPanel(given: {
  address: { event?: string | string[] | undefined; new?: string | string[] | undefined };
  goTo: (address: Address, options: { replace: boolean }) => void;
  events: Accessor<readonly CalendarEvent[]>;
  /** As `takersOf` gives them. */
  writable: Accessor<readonly Calendar[]>;
}) {
  const { address, goTo, events, writable } = given;
  const eventId = createMemo(() => (typeof address.event === "string" && address.event) || undefined);
  const opened = createOpened(eventId, events);

  const [begun, setBegun] = createSignal<Draft>();
  const named = createMemo(() => address.new);
  /** What the form of a new event begins with; undefined: none is open. */
  const draft = createMemo((): Draft | undefined => {
    const known = begun();
    return known && toAddress(known) === named() ? known : fromAddress(named());
  });
  const isOpen = createMemo(() => draft() !== undefined || eventId() !== undefined);

  const [latest, setLatest] = createSignal<Doing>();
  /** What is being done with the event, besides looking at it. */
  const doing = createMemo(() => (latest()?.id === eventId() ? latest() : undefined));

  const show = (panel: Address, replace = false) =>
    goTo({ event: undefined, new: undefined, ...panel }, { replace });
  /** A form that was left is not one to go back to. */
  const close = () => show({}, draft() !== undefined);

  function open(id: string, what?: Doing["what"]): void {
    if (isUnnamed(id)) return;
    setLatest(what && { id, what });
    show({ event: id });
  }

  function begin(texts: Draft): void {
    if (writable().length === 0) return;
    setBegun(texts);
    show({ new: toAddress(texts) });
  }

  const create = (texts: EventTexts): Promise<boolean> =>
    createEvent({ ...texts, calendarId: texts.calendarId ?? writable()[0]?.id });

  return {
    opened,
    draft,
    isOpen,
    doing,
    open,
    close,
    begin,
    create,
    edit: (id: string) => setLatest({ id, what: "edit" }),
    askToDelete: (id: string) => setLatest({ id, what: "delete" }),
    /** One step back out of the panel. */
    leave: () => (doing() ? setLatest(undefined) : close()),

    /** From the form, which comes back with its words when the calendar refuses them. */
    async save(texts: EventTexts): Promise<void> {
      close();
      if (!(await create(texts)) && !isOpen()) begin(texts);
    },

    async change(event: CalendarEvent, patch: EventPatch, which: Which): Promise<void> {
      const { id } = event;
      setLatest(undefined);
      if (Object.keys(patch).length === 0) return;
      const isMoved = which === "series" && patch.start !== undefined;
      // With its series an occurrence becomes another one, under another id.
      if (isMoved) close();
      const isDone = await (which === "series"
        ? changeAll(event, patch)
        : changeEvent(event, patch, `Changed ${quoted(event)}`));
      if (isDone || (isMoved ? isOpen() : eventId() !== id)) return;
      setLatest({ id, what: "edit", patch, which });
      if (isMoved) show({ event: id });
    },

    remove(event: CalendarEvent, which: Which = "one"): void {
      const shown = eventId();
      const isShown = which === "one" ? shown === event.id : seriesIdOf(shown ?? "") === seriesIdOf(event.id);
      if (isShown) close();
      void removeEvent(event, which);
    },
  };
}
