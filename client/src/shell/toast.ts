import { createSignal } from "solid-js";

export type Toast = {
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
let nextId = 1;

export const dismissToast = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id));

export function showToast({
  kind = "note",
  ...rest
}: Omit<Toast, "id" | "kind"> & { kind?: Toast["kind"] }): void {
  const id = nextId++;
  setToasts((all) => [...all.slice(-2), { ...rest, kind, id }]);
  if (!rest.stays) setTimeout(() => dismissToast(id), SHOWN_MS);
}

const undoable = () => toasts().findLast((toast) => toast.action?.label === "Undo");
export const canUndo = (): boolean => undoable() !== undefined;

/** Takes the latest change back that a toast still offers to. */
export function undoLatest(): void {
  const toast = undoable();
  if (!toast) return;
  dismissToast(toast.id);
  toast.action?.run();
}
