import CalendarClock from "lucide-solid/icons/calendar-clock";
import ExternalLink from "lucide-solid/icons/external-link";
import MapPin from "lucide-solid/icons/map-pin";
import Pencil from "lucide-solid/icons/pencil";
import Repeat from "lucide-solid/icons/repeat";
import Trash from "lucide-solid/icons/trash";
import { createEffect, createMemo, createSignal, on, Show, type JSX } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { canBringBack, type EventPatch, type EventTexts } from "../../actions/calendar.ts";
import { whenOf } from "../../ui/event-times.ts";
import { LinkedText } from "../../ui/linked-text.tsx";
import { now } from "../../ui/now.ts";
import { AboutAgent } from "./about-agent.tsx";
import { Attendees } from "./attendees.tsx";
import { DeleteQuestion } from "./delete-question.tsx";
import { EventForm } from "./event-form.tsx";
import type { CalendarModel } from "./model.ts";
import { PanelBar } from "./panel-bar.tsx";

function Line(props: { icon: typeof MapPin; children: JSX.Element }) {
  return (
    <p class="flex gap-2.5">
      <props.icon size={16} class="mt-0.5 flex-none text-ink-3" aria-hidden="true" />
      <span class="min-w-0 break-words">{props.children}</span>
    </p>
  );
}

/** What of the form differs from the event: only that is sent. */
function patchOf(event: CalendarEvent, texts: EventTexts): EventPatch {
  const { title, description, location, start, end, allDay } = texts;
  const sameTime =
    allDay === event.allDay &&
    (allDay
      ? start === event.start && end === event.end
      : Date.parse(start) === Date.parse(event.start) && Date.parse(end) === Date.parse(event.end));
  return {
    ...(title !== event.title && { title }),
    ...(description !== event.description && { description }),
    ...(location !== event.location && { location }),
    ...(!sameTime && { start, end, allDay }),
  };
}

export function EventDetails(props: { event: CalendarEvent; model: CalendarModel }) {
  const { model } = props;
  const [mode, setMode] = createSignal<"show" | "edit" | "delete">("show");
  const [panel, setPanel] = createSignal<HTMLDivElement>();
  const calendar = () => model.calendarOf(props.event.calendarId);
  const title = () => props.event.title || "(no title)";
  const link = () => (/^https?:/.test(props.event.htmlLink ?? "") ? props.event.htmlLink : null);

  // A live change of the same event takes no form and no question away.
  const id = createMemo(() => props.event.id);
  // A press has opened it, and on a phone hidden what was pressed: the focus goes on to the panel.
  createEffect(
    on(id, () => {
      setMode("show");
      panel()?.focus({ preventScroll: true });
    }),
  );

  const save = (texts: EventTexts) => {
    const patch = patchOf(props.event, texts);
    setMode("show");
    if (Object.keys(patch).length > 0) void model.change(props.event, patch, `Changed “${title()}”`);
  };
  const remove = (which: "one" | "series") => {
    const { event } = props;
    model.close();
    void model.remove(event, which);
  };

  return (
    <div
      ref={setPanel}
      tabindex="-1"
      class="flex flex-col gap-4 px-4 pt-3 pb-12 outline-none sm:px-6 lg:pt-5"
    >
      <PanelBar close={model.close}>
        <Show when={model.canWrite(props.event)}>
          <button
            type="button"
            class="icon-button"
            aria-label="Edit event"
            title="Edit event"
            onClick={() => setMode("edit")}
          >
            <Pencil size={16} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="Delete event"
            title="Delete event"
            onClick={() => (canBringBack(props.event) ? remove("one") : setMode("delete"))}
          >
            <Trash size={16} aria-hidden="true" />
          </button>
        </Show>
      </PanelBar>
      <Show
        when={mode() !== "edit"}
        fallback={
          <>
            <h2 class="title text-lg">Edit event</h2>
            <Show when={props.event.isRecurring}>
              <p class="text-sm text-ink-2">It is one of a series; only this one changes.</p>
            </Show>
            <EventForm
              initial={props.event}
              calendars={[]}
              button="Save"
              save={save}
              cancel={() => setMode("show")}
            />
          </>
        }
      >
        <h2 class="title text-xl break-words">{title()}</h2>
        <Show when={mode() === "delete"}>
          <DeleteQuestion event={props.event} remove={remove} cancel={() => setMode("show")} />
        </Show>
        <div class="flex flex-col gap-2">
          <Line icon={CalendarClock}>
            {whenOf(props.event, now())}
            {props.event.isFree ? " · does not keep you busy" : ""}
            {props.event.status === "tentative" ? " · tentative" : ""}
          </Line>
          <Show when={props.event.isRecurring}>
            <Line icon={Repeat}>One of a series</Line>
          </Show>
          <Show when={props.event.location}>
            {(place) => (
              <Line icon={MapPin}>
                <LinkedText text={place()} />
              </Line>
            )}
          </Show>
          <p class="flex items-center gap-2.5 text-ink-2">
            <span class="grid w-4 flex-none place-items-center">
              <span
                class="calendar-swatch"
                style={{ "--event": model.colorOf(props.event.calendarId) }}
                aria-hidden="true"
              />
            </span>
            {calendar()?.name}
            {calendar() && !calendar()?.isWritable ? " · read only" : ""}
          </p>
        </div>
        <Attendees attendees={props.event.attendees} />
        <Show when={props.event.description}>
          {(text) => (
            <section aria-label="Description">
              <h3 class="sign text-ink-2">Description</h3>
              <p class="mt-1.5 leading-relaxed break-words whitespace-pre-wrap">
                <LinkedText text={text()} />
              </p>
            </section>
          )}
        </Show>
        <AboutAgent event={props.event} />
        <Show when={link()}>
          {(href) => (
            <a
              href={href()}
              target="_blank"
              rel="noopener noreferrer"
              class="flex items-center gap-1.5 self-start text-sm font-medium text-brass hover:underline pointer-coarse:min-h-11"
            >
              <ExternalLink size={14} aria-hidden="true" />
              {calendar()?.source === "google" ? "Open in Google Calendar" : "Open its own page"}
            </a>
          )}
        </Show>
      </Show>
    </div>
  );
}
