import Clock from "lucide-solid/icons/clock";
import { createSignal, For } from "solid-js";
import { toMomentField } from "../../ui/date-fields.ts";
import { now } from "../../ui/now.ts";
import { Popover } from "../../ui/popover.tsx";
import { exactTime } from "../../ui/time.ts";
import { ownTime, snoozeTimes } from "./snooze-times.ts";

/** Until when it is to be out of the way. */
export function SnoozeMenu(props: { title: string; snooze: (until: Date) => void }) {
  return (
    <Popover
      label={`Snooze “${props.title}”`}
      name="Snooze until"
      buttonClass="icon-button relative z-10"
      class="w-72 p-1.5"
      button={<Clock size={16} aria-hidden="true" />}
    >
      {(close) => {
        const choose = (until: Date) => {
          close();
          props.snooze(until);
        };
        return <Times choose={choose} />;
      }}
    </Popover>
  );
}

function Times(props: { choose: (until: Date) => void }) {
  const times = snoozeTimes(new Date());
  const [own, setOwn] = createSignal("");
  const moment = () => ownTime(own(), now());
  return (
    <>
      <ul>
        <For each={times}>
          {(time, index) => (
            <li>
              <button
                type="button"
                class="button w-full !justify-between !px-2.5"
                data-kind="quiet"
                data-autofocus={index() === 0 ? "" : undefined}
                onClick={() => props.choose(time.until)}
              >
                <span class="text-ink">{time.words}</span>
                <span class="text-xs font-normal text-ink-3">{exactTime(time.until)}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <form
        class="mt-1 flex gap-1.5 border-t border-line px-1 pt-2 pb-1"
        onSubmit={(event) => {
          event.preventDefault();
          const until = moment();
          if (until) props.choose(until);
        }}
      >
        <input
          type="datetime-local"
          class="field min-w-0 flex-1"
          aria-label="Another moment"
          min={toMomentField(now())}
          value={own()}
          onInput={(event) => setOwn(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={moment() === undefined}>
          Snooze
        </button>
      </form>
    </>
  );
}
