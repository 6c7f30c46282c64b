import { useNavigate } from "@solidjs/router";
import { onCleanup, onMount } from "solid-js";
import { isTyping } from "../ui/plain-key.ts";
import { places } from "./places.ts";

/** How long the second key of `g t` may take. */
const CHORD_MS = 1_200;
/** Frames to wait for a page that has just been gone to. */
const FRAMES = 40;

/** Focuses what `selector` finds, as soon as it stands. */
function focusSoon(selector: string, frames = FRAMES): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (found) found.focus();
  else if (frames > 0) requestAnimationFrame(() => focusSoon(selector, frames - 1));
}

/** `c` a new task, `/` the search, `g` and a place's letter. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  let goUntil = 0;

  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    const going = event.timeStamp < goUntil;
    goUntil = 0;
    const place = going && places.find(({ key }) => key === event.key);
    if (place) navigate(place.href);
    else if (event.key === "g") {
      goUntil = event.timeStamp + CHORD_MS;
      return;
    } else if (event.key === "c") {
      if (!document.querySelector("#new-task")) navigate("/tasks");
      focusSoon("#new-task");
    } else if (event.key === "/") {
      if (!document.querySelector("[data-search]")) navigate("/tasks");
      focusSoon("[data-search]");
    } else return;
    event.preventDefault();
  };

  onMount(() => document.addEventListener("keydown", onKey));
  onCleanup(() => document.removeEventListener("keydown", onKey));
}
