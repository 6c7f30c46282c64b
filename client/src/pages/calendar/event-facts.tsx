import CalendarClock from "lucide-solid/icons/calendar-clock";
import ExternalLink from "lucide-solid/icons/external-link";
import MapPin from "lucide-solid/icons/map-pin";
import Repeat from "lucide-solid/icons/repeat";
import { createMemo, Show, type JSX } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { isOccurrence } from "../../api/pending-events.ts";
import { whenOf } from "../../ui/event-times.ts";
import { LinkedText } from "../../ui/linked-text.tsx";
import { now } from "../../ui/now.ts";
import { AboutAgent } from "./about-agent.tsx";
import { Attendees } from "./attendees.tsx";
import type { CalendarModel } from "./model.ts";

function Line(props: { icon: typeof MapPin; children: JSX.Element }) {
  return (
    <p class="flex gap-2.5">
      <props.icon size={16} class="mt-0.5 flex-none text-ink-3" aria-hidden="true" />
      <span class="min-w-0 break-words">{props.children}</span>
    </p>
  );
}

/** All that is known of an event besides its title. */
export function EventFacts(props: { event: CalendarEvent; model: CalendarModel }) {
  const { model } = props;
  const id = createMemo(() => props.event.id);
  const calendar = () => model.calendarOf(props.event.calendarId);
  const link = () => (/^https?:/.test(props.event.htmlLink ?? "") ? props.event.htmlLink : null);
  return (
    <>
      <div class="flex flex-col gap-2">
        <Line icon={CalendarClock}>
          {whenOf(props.event, now())}
          {props.event.isFree ? " · does not keep you busy" : ""}
          {props.event.status === "tentative" ? " · tentative" : ""}
        </Line>
        <Show when={props.event.isRecurring}>
          <Line icon={Repeat}>
            {isOccurrence(props.event.id) ? "One of a series" : "A series: this is its first one"}
          </Line>
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
      {/* What is wished for one event is not for another. */}
      <Show when={id()} keyed>
        <AboutAgent event={props.event} />
      </Show>
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
    </>
  );
}
