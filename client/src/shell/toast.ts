import { createSignal } from "solid-js";

type Toast = {
  id: number;
  message: string;
  kind: "note" | "error";
  action?: { label: string; run: () => void };
  /** Until it is dismissed. */
  stays?: true;
};

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
export { toasts };

/** Long enough to read it, reach for the mouse and press Undo. */
const SHOWN_MS = 8_000;
const UNDO = "Undo";
let nextId = 1;

export const dismissToast = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));

export function showToast({
  kind = "note",
  ...rest
}: Omit<Toast, "id" | "kind"> & { kind?: Toast["kind"] }): number {
  const id = nextId++;
  setToasts((all) => [...all.slice(-2), { ...rest, kind, id }]);
  if (!rest.stays) setTimeout(() => dismissToast(id), SHOWN_MS);
  return id;
}

/**
 * Offers the way back from a change that is shown already, before the server has answered: what is made later is sent
 * later, and whoever takes the latest change back means this one. The result withdraws the offer.
 */
export function offerUndo(message: string, run: () => void): () => void {
  const id = showToast({ message, action: { label: UNDO, run } });
  return () => dismissToast(id);
}

const undoable = () => toasts().findLast((toast) => toast.action?.label === UNDO);
export const canUndo = (): boolean => undoable() !== undefined;

/** Takes the latest change back that a toast still offers to. */
export function undoLatest(): void {
  const toast = undoable();
  if (!toast) return;
  dismissToast(toast.id);
  toast.action?.run();
}
