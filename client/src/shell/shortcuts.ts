import { useNavigate } from "@solidjs/router";
import { isInField } from "../ui/plain-key.ts";
import { focusSoon } from "./focus-soon.ts";
import { useKeys } from "./keys.ts";
import { showOverlay } from "./overlays.ts";
import { allPlaces } from "./places.ts";
import { canUndo, undoLatest } from "./toast.ts";

/** The keys that work on every page. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  const focusOn = (path: string, selector: string) => {
    if (!document.querySelector(selector)) navigate(path);
    focusSoon(selector);
  };

  useKeys("Everywhere", [
    {
      keys: "mod+k",
      words: "Go to, do or find anything",
      overPopovers: true,
      run: () => showOverlay("palette"),
    },
    { keys: "c", words: "New task", run: () => focusOn("/tasks", "#new-task") },
    { keys: "/", words: "Search in this page", run: () => focusOn("/tasks", "[data-search]") },
    ...allPlaces.map(({ key, name, href }) => ({
      keys: `g ${key}`,
      words: `Go to ${name}`,
      run: () => navigate(href),
    })),
    {
      keys: "mod+z",
      words: "Undo, as long as the message shows",
      run: undoLatest,
      when: () => canUndo() && !isInField(),
    },
    { keys: "?", words: "These shortcuts", run: () => showOverlay("shortcuts") },
  ]);
}
