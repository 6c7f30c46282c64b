import type { PageMessage, WorkerMessage } from "../service-worker/messages.ts";
import { showToast } from "./toast.ts";

const listeners = new Set<(message: WorkerMessage) => void>();

/** Calls back for what the service worker says to this page. */
export function onWorkerMessage(listener: (message: WorkerMessage) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function receive(event: MessageEvent<WorkerMessage>): void {
  if (listeners.size === 0) return;
  for (const listener of listeners) listener(event.data);
  // The worker waits to hear that somebody is there.
  event.ports[0]?.postMessage(true);
}

const send = (worker: ServiceWorker, message: PageMessage, transfer: Transferable[] = []) =>
  worker.postMessage(message, transfer);

/** The script that this page was started with: a version knows its own. */
const entry = () => {
  const script = document.querySelector<HTMLScriptElement>("script[type='module'][src]");
  return script ? new URL(script.src).pathname : "";
};

function isOfThisPage(worker: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.addEventListener("message", ({ data }) => resolve(data === true), { once: true });
    port1.start();
    send(worker, { type: "holds", path: entry() }, [port2]);
  });
}

/**
 * A worker that waits takes over when the last page of the old version is closed. A page comes from the server
 * whenever there is one, so it may be newer than the worker that still serves it: then there is nothing to offer.
 */
async function offer(worker: ServiceWorker): Promise<void> {
  if (await isOfThisPage(worker)) return;
  showToast({
    message: "A new version is ready",
    stays: true,
    action: {
      label: "Reload",
      run: () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        send(worker, { type: "take over" });
      },
    },
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting) void offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed" && navigator.serviceWorker.controller) void offer(next);
    });
  });
}

// Outside a secure context, and while Vite serves the app, there is none.
const canHaveWorker = () => "serviceWorker" in navigator && !import.meta.env.DEV;

let registered: ServiceWorkerRegistration | undefined;

async function register(): Promise<void> {
  try {
    registered = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    watch(registered);
  } catch {
    // A browser that refuses workers, or a server that went away: all but the offline shell and pushes works.
  }
}

let isStarted = false;
/** Behind the page's own files, which should not wait for the shell's. */
export function startWorker(): void {
  if (isStarted || !canHaveWorker()) return;
  isStarted = true;
  navigator.serviceWorker.addEventListener("message", receive);
  navigator.serviceWorker.startMessages();
  if (document.readyState === "complete") void register();
  else addEventListener("load", () => void register(), { once: true });
}

/** After the server was gone: it may have come back newer. */
export function lookForUpdate(): void {
  // A server that is gone again is asked at the next start.
  registered?.update().catch(() => undefined);
}
