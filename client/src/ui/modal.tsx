import { createSignal, onCleanup, onMount, type JSX } from "solid-js";

/**
 * The browser's own modal dialog, open as long as it stands: the focus's way in and back and Escape are its. `close`
 * gives the focus back; only then `onClosed` is called, and takes it away.
 */
export function Modal(props: {
  label: string;
  class: string;
  onClosed: () => void;
  children: (close: () => void) => JSX.Element;
}) {
  const [dialog, setDialog] = createSignal<HTMLDialogElement>();
  const close = () => dialog()?.close();
  onMount(() => dialog()?.showModal());
  // Taken away by its page: without this the focus would be lost.
  onCleanup(close);
  return (
    <dialog
      ref={setDialog}
      aria-label={props.label}
      class={`modal ${props.class}`}
      onClose={() => props.onClosed()}
      // The backdrop is the dialog's own: what it holds fills it.
      onPointerDown={(event) => {
        if (event.target === dialog()) close();
      }}
    >
      {props.children(close)}
    </dialog>
  );
}
