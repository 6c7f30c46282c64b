import { createSignal } from "solid-js";

export type Theme = "system" | "light" | "dark";

/** Also read by public/theme.js, before the first paint. */
const KEY = "porter.theme";
export const themes: readonly Theme[] = ["system", "light", "dark"];

const stored = document.documentElement.dataset["theme"];
const [theme, setTheme] = createSignal<Theme>(stored === "light" || stored === "dark" ? stored : "system");
export { theme };

/** The browser's own bar takes the livery of the page; public/theme.js does the same before the first paint. */
function paintBrowserBar(chosen: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name='theme-color']")) {
    const own = meta.dataset["theme"] ?? "light";
    if (chosen === "system") meta.media = `(prefers-color-scheme: ${own})`;
    else meta.media = own === chosen ? "all" : "not all";
  }
}

export function chooseTheme(next: Theme): void {
  setTheme(next);
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  paintBrowserBar(next);
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}

export const cycleTheme = (): void =>
  chooseTheme(themes[(themes.indexOf(theme()) + 1) % themes.length] ?? "system");
