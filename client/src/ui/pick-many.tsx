import ChevronDown from "lucide-solid/icons/chevron-down";
import { For, Show } from "solid-js";
import { Popover } from "./popover.tsx";

type Choice = { value: string; words: string; note?: string };

/** A button that opens a list to pick any number from. Nothing picked means everything. */
export function PickMany(props: {
  name: string;
  choices: readonly Choice[];
  picked: readonly string[];
  change: (picked: string[]) => void;
  /** Stands there when there is nothing to pick from. */
  empty?: string;
}) {
  const words = () =>
    props.picked
      .map((value) => props.choices.find((choice) => choice.value === value)?.words ?? value)
      .join(", ");
  const toggle = (value: string) =>
    props.change(
      props.picked.includes(value)
        ? props.picked.filter((other) => other !== value)
        : [...props.picked, value],
    );
  return (
    <Popover
      label={`${props.name}: ${words() || "any"}`}
      name={props.name}
      buttonClass={`button max-w-[14rem] ${props.picked.length > 0 ? "picked" : ""}`}
      class="min-w-[12rem] p-1.5"
      button={
        <>
          <span class="min-w-0 truncate">{words() || props.name}</span>
          <ChevronDown size={14} class="flex-none text-ink-3" aria-hidden="true" />
        </>
      }
    >
      {() => (
        <>
          <div role="group" aria-label={props.name} class="max-h-[50dvh] overflow-y-auto">
            <For each={props.choices} fallback={<p class="px-2.5 py-2 text-sm text-ink-3">{props.empty}</p>}>
              {(choice) => (
                <label class="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 hover:bg-hover pointer-coarse:min-h-11">
                  <input
                    type="checkbox"
                    class="check"
                    checked={props.picked.includes(choice.value)}
                    onChange={() => toggle(choice.value)}
                  />
                  <span class="min-w-0 flex-1 truncate">{choice.words}</span>
                  <Show when={choice.note}>
                    <span class="text-xs text-ink-3">{choice.note}</span>
                  </Show>
                </label>
              )}
            </For>
          </div>
          <Show when={props.picked.length > 0}>
            <button
              type="button"
              class="button mt-1 w-full !justify-start !px-2.5"
              data-kind="quiet"
              onClick={() => props.change([])}
            >
              Any
            </button>
          </Show>
        </>
      )}
    </Popover>
  );
}
