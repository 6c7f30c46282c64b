import Monitor from "lucide-solid/icons/monitor";
import Moon from "lucide-solid/icons/moon";
import Sun from "lucide-solid/icons/sun";
import { Match, Switch } from "solid-js";
import { cycleTheme, theme } from "./theme.ts";

export function ThemeButton() {
  return (
    <button
      type="button"
      class="grid size-9 place-items-center rounded-md text-livery-ink-2 hover:bg-livery-2 hover:text-livery-ink pointer-coarse:size-11"
      aria-label={`Theme: ${theme()}`}
      title={`Theme: ${theme()}`}
      onClick={cycleTheme}
    >
      <Switch>
        <Match when={theme() === "system"}>
          <Monitor size={16} aria-hidden="true" />
        </Match>
        <Match when={theme() === "light"}>
          <Sun size={16} aria-hidden="true" />
        </Match>
        <Match when={theme() === "dark"}>
          <Moon size={16} aria-hidden="true" />
        </Match>
      </Switch>
    </button>
  );
}
