import { createSignal, type Component } from "solid-js";
import { showToast } from "./toast.ts";

/** What is laid over every page on demand, each a chunk of its own. */
export type OverlayName = "palette" | "shortcuts";
export type OverlayProps = { onClosed: () => void; show: (name: OverlayName) => void };

const chunks: Record<OverlayName, () => Promise<Component<OverlayProps>>> = {
  palette: async () => (await import("../palette/palette.tsx")).Palette,
  shortcuts: async () => (await import("./shortcuts-sheet.tsx")).ShortcutsSheet,
};

type Overlay = { name: OverlayName; view: Component<OverlayProps> };
const [overlay, setOverlay] = createSignal<Overlay>();
export { overlay };

/** Laid over at once from the second time on: the letters behind ⌘K must find the field. */
const loaded = new Map<OverlayName, Component<OverlayProps>>();

async function load(name: OverlayName): Promise<Component<OverlayProps>> {
  const view = await chunks[name]();
  loaded.set(name, view);
  return view;
}

async function loadAndOpen(name: OverlayName): Promise<void> {
  try {
    setOverlay({ name, view: await load(name) });
  } catch {
    showToast({ message: "This part of Porter could not be loaded. Reload the page.", kind: "error" });
  }
}

export function showOverlay(name: OverlayName): void {
  const view = loaded.get(name);
  if (view) setOverlay({ name, view });
  else void loadAndOpen(name);
}

/** Only that very one: a dialog tells of its end a moment later, when the next ⌘K may have laid over another. */
export const hideOverlay = (closed: Overlay) => setOverlay((shown) => (shown === closed ? undefined : shown));

/** Asks for the chunk while the browser has nothing else to do, so that the first ⌘K opens at once. */
export function prefetchPalette(): void {
  // A failure is told when the palette is wanted, and asked for, again.
  const prefetch = () => void load("palette").catch(() => undefined);
  // Safari has no idle callback, whatever the types say.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(prefetch);
  else setTimeout(prefetch, 2_000);
}
