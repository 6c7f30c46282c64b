import { For, Show } from "solid-js";
import { chooseTheme, theme, themes, type Theme } from "../../shell/theme.ts";
import { WithCode } from "../../ui/with-code.tsx";
import type { SettingsModel } from "./model.ts";
import { pushWords } from "./push-state.ts";

const themeWords: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

export function ThemeChoice() {
  return (
    <fieldset class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5">
      <legend class="float-left font-medium">Theme</legend>
      <div class="flex rounded-lg border border-line-strong p-0.5">
        <For each={themes}>
          {(each) => (
            <label class="relative cursor-pointer">
              <input
                type="radio"
                name="theme"
                class="peer absolute inset-0 cursor-pointer opacity-0"
                checked={theme() === each}
                onChange={() => chooseTheme(each)}
              />
              <span class="flex h-7 items-center rounded-md px-3 text-sm text-ink-2 peer-checked:bg-plate peer-checked:font-medium peer-checked:text-plate-ink peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brass pointer-coarse:h-10">
                {themeWords[each]}
              </span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}

/** Notifications while Porter is closed. The browser asks for its permission at the press, never before. */
export function Push(props: { model: SettingsModel }) {
  const { model } = props;
  return (
    <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line py-3">
      <div class="min-w-0 max-w-[30rem]">
        <p class="font-medium">Notifications</p>
        <Show when={model.pushState()}>
          {(state) => (
            <p class="mt-0.5 text-sm text-ink-2">
              <WithCode text={pushWords[state()]} />
            </p>
          )}
        </Show>
      </div>
      <Show when={model.pushState() === "off"}>
        <button
          type="button"
          class="button"
          data-kind="main"
          disabled={model.busy() === "push"}
          onClick={model.turnOn}
        >
          {model.busy() === "push" ? "Turning on…" : "Turn on"}
        </button>
      </Show>
      <Show when={model.pushState() === "on"}>
        <button type="button" class="button" disabled={model.busy() === "push"} onClick={model.turnOff}>
          Turn off
        </button>
      </Show>
    </div>
  );
}
