import { createSignal, createUniqueId, onCleanup, Show, type JSX } from "solid-js";

const GAP = 6;

/** Under its button or, where there is more room, above it; never outside the window. */
function place(pop: HTMLElement, anchor: HTMLElement): void {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = pop;
  const below = from.bottom + GAP;
  const fitsBelow = below + height <= innerHeight - GAP || from.top < innerHeight / 2;
  const left = from.left + width > innerWidth - GAP ? from.right - width : from.left;
  pop.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  pop.style.top = `${Math.max(GAP, fitsBelow ? below : from.top - GAP - height)}px`;
}

/** The browser's own popover (Escape, a press elsewhere and the focus's way back are its), placed at its button. */
export function Popover(props: {
  label: string;
  /** The accessible name of what opens. */
  name: string;
  button: JSX.Element;
  buttonClass: string;
  class?: string;
  disabled?: boolean;
  children: (close: () => void) => JSX.Element;
}) {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const [pop, setPop] = createSignal<HTMLDivElement>();
  const [button, setButton] = createSignal<HTMLButtonElement>();
  const placeNow = () => {
    const [popped, anchor] = [pop(), button()];
    if (open() && popped && anchor) place(popped, anchor);
  };

  // What opens is only then filled, and so grows.
  const sizes = new ResizeObserver(placeNow);
  const onToggle = (event: ToggleEvent) => {
    setOpen(event.newState === "open");
    const popped = pop();
    if (!open() || !popped) return;
    placeNow();
    sizes.observe(popped);
    popped.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  };
  onCleanup(() => sizes.disconnect());

  return (
    <>
      <button
        ref={setButton}
        type="button"
        class={props.buttonClass}
        aria-label={props.label}
        title={props.label}
        aria-haspopup="dialog"
        aria-expanded={open()}
        aria-controls={open() ? id : undefined}
        disabled={props.disabled}
        onClick={() => pop()?.togglePopover()}
      >
        {props.button}
      </button>
      <div
        ref={setPop}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={props.name}
        class={`pop ${props.class ?? ""}`}
        on:toggle={onToggle}
      >
        <Show when={open()}>{props.children(() => pop()?.hidePopover())}</Show>
      </div>
    </>
  );
}
