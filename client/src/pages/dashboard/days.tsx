import { A } from "@solidjs/router";
import { For, Match, Show, Switch } from "solid-js";
import type { CalendarEvent } from "../../../../shared/calendar.ts";
import { explain } from "../../api/errors.ts";
import { clockOf, endOf, startOf } from "../../ui/event-times.ts";
import { titleOf } from "../../ui/event-words.ts";
import { lengthOf, type Gap } from "../../ui/free-times.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { Problem } from "../../ui/problem.tsx";
import { Section } from "../../ui/section.tsx";
import { timeUntil } from "../../ui/time.ts";
import type { Stop } from "./day-stops.ts";
import type { DaysModel } from "./days-model.ts";

const link = "text-sm font-medium text-brass hover:underline pointer-coarse:py-4";

/** The way through today and tomorrow. */
export function Days(props: { model: DaysModel }) {
  const { model } = props;
  return (
    <Section
      title="Today and tomorrow"
      aside={
        <Show when={model.hasCalendar()}>
          <A href="/calendar" class={link}>
            Calendar
          </A>
        </Show>
      }
    >
      <Switch>
        <Match when={model.error()}>
          {(error) => (
            <Problem
              title="The calendar could not be loaded"
              message={explain(error())}
              retry={model.retry}
            />
          )}
        </Match>
        <Match when={!model.hasCalendar()}>
          <p class="py-2 text-ink-3">
            Your day can stand here:{" "}
            <A href="/integrations/calendar" class="font-medium text-brass hover:underline">
              set up a calendar
            </A>
            .
          </p>
        </Match>
        <Match when={model.hasCalendar()}>
          <p class="py-1 text-ink-2">
            <Show when={model.next()} fallback="Nothing comes today or tomorrow.">
              {(event) => (
                <>
                  Next <span class="font-semibold text-ink">{titleOf(event())}</span>{" "}
                  {timeUntil(startOf(event()), now())}
                </>
              )}
            </Show>
          </p>
          <For each={["Today", "Tomorrow"]}>
            {(name, index) => (
              <Show when={model.days()[index()]}>
                {(day) => (
                  <section aria-label={name}>
                    <Show when={index() > 0}>
                      <h3 class="sign pt-3 pb-1 text-ink-3">{name}</h3>
                    </Show>
                    <LongOnes events={day().long} model={model} />
                    <Show
                      when={day().stops.length > 0}
                      fallback={<p class="py-1 text-ink-3">Nothing with an hour.</p>}
                    >
                      <ol aria-label={`${name}, hour by hour`}>
                        <Keyed each={day().stops} by={(stop) => stop.id}>
                          {(stop) => <StopRow stop={stop()} model={model} />}
                        </Keyed>
                      </ol>
                    </Show>
                  </section>
                )}
              </Show>
            )}
          </For>
        </Match>
      </Switch>
    </Section>
  );
}

function LongOnes(props: { events: readonly CalendarEvent[]; model: DaysModel }) {
  return (
    <Show when={props.events.length > 0}>
      <ul aria-label="All day" class="flex flex-wrap gap-1.5 py-1">
        <Keyed each={props.events} by={(event) => event.id}>
          {(event) => (
            <li class="min-w-0">
              <A
                href={`/calendar?event=${event().id}`}
                class="flex items-center gap-2 rounded-full border border-line bg-sheet px-2.5 py-0.5 text-sm hover:bg-hover pointer-coarse:min-h-11"
              >
                <span
                  class="calendar-swatch"
                  style={{ "--event": props.model.colorOf(event().calendarId) }}
                  aria-hidden="true"
                />
                <span class="truncate">{titleOf(event())}</span>
              </A>
            </li>
          )}
        </Keyed>
      </ul>
    </Show>
  );
}

function StopRow(props: { stop: Stop; model: DaysModel }) {
  const event = () => (props.stop.type === "event" ? props.stop : undefined);
  const gap = () => (props.stop.type === "free" ? props.stop.gap : undefined);
  return (
    <Switch>
      <Match when={event()}>
        {(stop) => (
          <EventStop event={stop().event} at={stop().at} isPast={stop().isPast} model={props.model} />
        )}
      </Match>
      <Match when={gap()}>{(gap) => <FreeStop gap={gap()} />}</Match>
      <Match when={props.stop.type === "now"}>
        <li class="day-stop !min-h-0 items-center !py-1">
          <span class="w-12 flex-none text-right text-xs font-semibold text-brass">{clockOf(now())}</span>
          <span class="relative h-0.5 flex-1 bg-brass-fill">
            <span class="sr-only">now</span>
          </span>
        </li>
      </Match>
    </Switch>
  );
}

function EventStop(props: { event: CalendarEvent; at: Date; isPast: boolean; model: DaysModel }) {
  const since = () => {
    const start = startOf(props.event);
    return start < props.at ? `since ${clockOf(start)} the day before, ` : "";
  };
  return (
    <li
      class={`day-stop rounded-lg hover:bg-hover ${props.isPast ? "text-ink-3" : ""}`}
      style={{ "--event": props.model.colorOf(props.event.calendarId) }}
    >
      <span class="w-12 flex-none pt-0.5 text-right text-sm">{clockOf(props.at)}</span>
      <span class="day-dot" data-past={props.isPast ? "" : undefined} aria-hidden="true" />
      <span class="min-w-0 flex-1">
        <A
          href={`/calendar?event=${props.event.id}`}
          class="block truncate font-medium after:absolute after:inset-0 after:rounded-lg"
        >
          {titleOf(props.event)}
        </A>
        <span class="block truncate text-xs text-ink-3">
          {since()}until {clockOf(endOf(props.event))}
          {props.event.location === "" ? "" : ` · ${props.event.location}`}
        </span>
      </span>
    </li>
  );
}

function FreeStop(props: { gap: Gap }) {
  return (
    <li class="day-stop !min-h-0 text-xs text-ink-3">
      <span class="w-12 flex-none text-right">{clockOf(props.gap.start)}</span>
      <span class="w-3 flex-none" />
      <span>
        {lengthOf(props.gap)} free, until {clockOf(props.gap.end)}
      </span>
    </li>
  );
}
