import Monitor from "lucide-solid/icons/monitor";
import Moon from "lucide-solid/icons/moon";
import Sun from "lucide-solid/icons/sun";
import { Match, Switch } from "solid-js";
import { cycleTheme, theme } from "./theme.ts";

export function ThemeButton() {
  return (
    <button
      type="button"
      class="livery-button"
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
