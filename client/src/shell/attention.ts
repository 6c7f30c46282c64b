import { createSignal } from "solid-js";
import { api } from "../api/options.ts";
import { isPresent, isTellingDue, TELL_EVERY_MS } from "./attention-rule.ts";

const SIGNS_OF_LIFE = [
  "pointerdown",
  "pointermove",
  "keydown",
  "wheel",
  "touchmove",
  "scroll",
  "focus",
] as const;

const [isHere, setHere] = createSignal(false);
/** The window is in front, and the person was at it a moment ago. */
export { isHere };

const inFront = () => document.visibilityState === "visible" && document.hasFocus();

/** Tells the server while the person is here, so that no push disturbs them. Returns the way to stop it. */
export function keepAttention(): () => void {
  let movedAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;

  const look = () => {
    const now = performance.now();
    const attention = { now, inFront: inFront(), movedAt };
    setHere(isPresent(attention));
    if (!isTellingDue(attention, toldAt)) return;
    toldAt = now;
    // A server that is gone is told at the lamp; one that did not hear of it sends a push too many.
    api.system.attend.mutate().catch(() => undefined);
  };
  const moved = () => {
    movedAt = performance.now();
    look();
  };

  // Whoever has just opened the page is here.
  moved();
  const timer = setInterval(look, TELL_EVERY_MS);
  const how = { passive: true, capture: true };
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, moved, how);
  addEventListener("blur", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, moved, how);
    removeEventListener("blur", look);
    document.removeEventListener("visibilitychange", look);
    setHere(false);
  };
}
