import { For, Show } from "solid-js";
import type { Integration, TickHealth } from "../../../../shared/integration.ts";
import { isUp } from "../../actions/integrations.ts";
import { now } from "../../ui/now.ts";
import { Section } from "../../ui/section.tsx";
import { exactTime, formatDuration, timeAgo, timeUntil } from "../../ui/time.ts";
import type { IntegrationModel } from "./model.ts";

/** Whether it looks when it should, how that went, and whether it works right now. */
export function Health(props: { integration: Integration; model: IntegrationModel }) {
  const { model } = props;
  return (
    <Section
      title="Health"
      aside={
        <button
          type="button"
          class="button"
          data-kind="quiet"
          disabled={!isUp(props.integration)}
          aria-disabled={model.deeds.busy() !== undefined}
          onClick={() => model.check()}
        >
          Check now
        </button>
      }
    >
      <Show
        when={props.integration.ticks}
        fallback={<p class="py-1 text-ink-3">It has no ticks: it works when it is called.</p>}
      >
        {(ticks) => <Figures ticks={ticks()} />}
      </Show>
    </Section>
  );
}

function Figures(props: { ticks: TickHealth }) {
  const moment = (at: Date | null, words: (at: Date) => string, none: string) =>
    at ? { value: words(at), title: exactTime(at) } : { value: none, title: "" };
  const rows = () => [
    { label: "Ticks every", value: formatDuration(props.ticks.interval * 1_000), title: "" },
    { label: "Last", ...moment(props.ticks.lastAt, (at) => timeAgo(at, now()), "not yet") },
    { label: "Next", ...moment(props.ticks.nextAt, (at) => timeUntil(at, now()), "–") },
    {
      label: "Took",
      value: props.ticks.lastTook === null ? "–" : formatDuration(props.ticks.lastTook),
      title: "",
    },
    { label: "Done", value: String(props.ticks.done), title: "Since Porter started" },
    { label: "Failed", value: String(props.ticks.failed), title: "Since Porter started" },
    {
      label: "Skipped",
      value: String(props.ticks.skipped),
      title: "Since Porter started: their time came while another one was still running",
    },
  ];
  return (
    <dl class="grid grid-cols-4 gap-x-4 gap-y-2 py-1 sm:grid-cols-7">
      <For each={rows()}>
        {(row) => (
          <div title={row.title}>
            <dt class="text-xs text-ink-3">{row.label}</dt>
            <dd class={row.label === "Failed" && row.value !== "0" ? "text-danger" : ""}>{row.value}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}
