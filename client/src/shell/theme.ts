import { createSignal } from "solid-js";

export type Theme = "system" | "light" | "dark";

/** Also read by public/theme.js, before the first paint. */
const KEY = "porter.theme";
const order: readonly Theme[] = ["system", "light", "dark"];

const stored = document.documentElement.dataset["theme"];
const [theme, setTheme] = createSignal<Theme>(stored === "light" || stored === "dark" ? stored : "system");
export { theme };

export function cycleTheme(): void {
  const next = order[(order.indexOf(theme()) + 1) % order.length] ?? "system";
  setTheme(next);
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}
