/**
 * What the worker uses of its global scope. The program is checked with the types of a page (`lib: DOM`); TypeScript's
 * own `webworker` declares the same names in other ways, so the two cannot stand in one program.
 */
type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };

type WindowClient = {
  url: string;
  focused: boolean;
  visibilityState: DocumentVisibilityState;
  focus: () => Promise<WindowClient>;
  navigate: (url: string) => Promise<WindowClient | null>;
  postMessage: (message: unknown, transfer?: Transferable[]) => void;
};
type ShownNotification = { data: unknown; close: () => void };

type Events = {
  install: Waiting;
  activate: Waiting;
  fetch: Waiting & { request: Request; respondWith: (answer: Promise<Response>) => void };
  message: Waiting & { data: unknown; ports: readonly MessagePort[] };
  push: Waiting & { data: { json: () => unknown } | null };
  notificationclick: Waiting & { notification: ShownNotification; action: string };
  pushsubscriptionchange: Waiting & { oldSubscription?: PushSubscription | null };
};

type WorkerScope = {
  location: { origin: string };
  navigator: Navigator;
  registration: Omit<ServiceWorkerRegistration, "showNotification"> & {
    showNotification: (title: string, options: ShowOptions) => Promise<void>;
  };
  clients: {
    claim: () => Promise<void>;
    matchAll: (options: { type: "window"; includeUncontrolled: boolean }) => Promise<WindowClient[]>;
    openWindow: (url: string) => Promise<WindowClient | null>;
  };
  skipWaiting: () => Promise<void>;
  addEventListener: <K extends keyof Events>(type: K, listener: (event: Events[K]) => void) => void;
};

/** `NotificationOptions` with what only a worker may use. */
export type ShowOptions = NotificationOptions & {
  actions?: { action: string; title: string }[];
  renotify?: boolean;
};
export type { ShownNotification, WindowClient };

// In a service worker the global object is this, whatever the types of a page say.
export const scope = globalThis as unknown as WorkerScope;
