import { onCleanup } from "solid-js";

/** What a row does when it is drawn to one side. `undefined`: there is nothing to do on that side now. */
export type SwipeAction = { words: string; run: () => void };
export type SwipeActions = { toRight: () => SwipeAction | undefined; toLeft: () => SwipeAction | undefined };

/** A finger has drawn the row when it went so far, in px, and twice as far sideways as down. */
const BEGINS = 14;
/** Let go from here on, in px, it is done; before, the row goes back. */
const DONE = 88;
const FURTHEST = 140;
/** The browser's own way back begins at the edge of the screen. In px. */
const EDGE = 24;

type Drawn = { pointerId: number; x: number; y: number; label?: HTMLElement; action?: SwipeAction };

/**
 * Lets a finger draw a row to its side. Up and down stay the browser's (`touch-action`), which takes the finger away
 * when it scrolls. What this does must be reachable by a button, too.
 */
export function swipeRow(row: HTMLElement, actions: SwipeActions): void {
  let drawn: Drawn | undefined;
  row.classList.add("swipe-row");

  function begin(event: PointerEvent): void {
    const { pointerId, pointerType, isPrimary, clientX: x, clientY: y } = event;
    back();
    if (pointerType !== "touch" || !isPrimary || x < EDGE || x > innerWidth - EDGE) return;
    drawn = { pointerId, x, y };
  }

  function move(event: PointerEvent): void {
    if (!drawn || event.pointerId !== drawn.pointerId) return;
    const [across, down] = [event.clientX - drawn.x, event.clientY - drawn.y];
    if (!drawn.label) {
      if (Math.abs(across) < BEGINS) return;
      const action = across > 0 ? actions.toRight() : actions.toLeft();
      if (!action || Math.abs(across) < 2 * Math.abs(down)) return back();
      drawn.action = action;
      drawn.label = labelFor(action, across > 0 ? "left" : "right");
      row.append(drawn.label);
      row.setPointerCapture(drawn.pointerId);
    }
    const isLeft = drawn.label.dataset["side"] === "right";
    const far = Math.min(FURTHEST, Math.max(0, isLeft ? -across : across));
    row.style.transform = `translateX(${isLeft ? -far : far}px)`;
    drawn.label.style.width = `${far}px`;
    drawn.label.toggleAttribute("data-done", far >= DONE);
  }

  function end(event: PointerEvent): void {
    if (!drawn || event.pointerId !== drawn.pointerId) return;
    const { action, label } = drawn;
    const isDone = label?.hasAttribute("data-done") ?? false;
    back();
    if (isDone) action?.run();
  }

  function back(): void {
    drawn?.label?.remove();
    row.style.transform = "";
    drawn = undefined;
  }

  /** The finger lifted from a row that was drawn has pressed nothing in it. */
  const isDrawn = (event: Event) => {
    if (drawn?.label) event.preventDefault();
  };

  row.addEventListener("pointerdown", begin);
  row.addEventListener("pointermove", move);
  row.addEventListener("pointerup", end);
  row.addEventListener("pointercancel", back);
  row.addEventListener("dragstart", isDrawn);
  onCleanup(back);
}

function labelFor({ words }: SwipeAction, side: "left" | "right"): HTMLElement {
  const label = document.createElement("span");
  label.className = "swipe-label";
  label.dataset["side"] = side;
  label.setAttribute("aria-hidden", "true");
  label.textContent = words;
  return label;
}
