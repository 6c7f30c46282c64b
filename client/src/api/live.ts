import { createSignal } from "solid-js";
import { applyFeed } from "./feed-cache.ts";
import { isUnauthorized, porterError } from "./errors.ts";
import { api } from "./options.ts";
import { flushOutbox, waiting } from "./outbox.ts";
import { queryClient } from "./query-client.ts";
import { takeSlot, type StreamSlot } from "./stream-slot.ts";

export type Connection = "connecting" | "live" | "reconnecting" | "offline";

/** How long a hidden tab keeps its stream. */
const KEEP_HIDDEN_MS = 20_000;
/** After this long without a stream the page says "offline" instead of "reconnecting". */
const OFFLINE_AFTER_MS = 6_000;
/** How often a tab without a place for a stream asks anew, and looks whether a place is free. */
const POLL_MS = 4_000;
const REOPEN_FIRST_MS = 400;
const REOPEN_MOST_MS = 5_000;

const [connection, setConnection] = createSignal<Connection>("connecting");
export { connection };

type Timer = ReturnType<typeof setTimeout> | undefined;
let wanted = false;
let isOpening = false;
let stream: { unsubscribe: () => void } | undefined;
let slot: StreamSlot | undefined;
let lastEventId: string | undefined;
let hideTimer: Timer;
let offlineTimer: Timer;
let reopenTimer: Timer;
/** Ends in a row; a stream that goes live again starts from nothing. */
let ends = 0;

/** An EventSource cannot tell a 401 from a dead server, so one ordinary question does; client.ts acts on a 401. */
function lostStream(): void {
  if (connection() === "live") setConnection("reconnecting");
  offlineTimer ??= setTimeout(() => setConnection("offline"), OFFLINE_AFTER_MS);
  void api.system.status.query().catch((error: unknown) => {
    if (isUnauthorized(error)) close();
    // A page that was opened without a server need not wait for what it never had.
    else if (!porterError(error) && connection() === "connecting") setConnection("offline");
  });
}

function isLive(): void {
  clearTimeout(offlineTimer);
  offlineTimer = undefined;
  ends = 0;
  setConnection("live");
  if (waiting() > 0) void flushOutbox();
}

function close(): void {
  clearTimeout(reopenTimer);
  stream?.unsubscribe();
  stream = undefined;
  slot?.release();
  slot = undefined;
}

function reopenIn(delay: number): void {
  clearTimeout(reopenTimer);
  if (wanted) reopenTimer = setTimeout(() => void open(false), delay);
}

function ended(): void {
  close();
  lostStream();
  const delay = Math.min(REOPEN_MOST_MS, REOPEN_FIRST_MS * 2 ** ends++);
  // With some scatter, so that twelve tabs do not knock at once.
  reopenIn(delay * (0.75 + Math.random() / 2));
}

async function connect(place: StreamSlot): Promise<void> {
  const isFirst = lastEventId === undefined;
  slot = place;
  const opened = await api.events.onEvent.subscribe(
    { lastEventId },
    {
      onData: ({ id, data }) => {
        lastEventId = id;
        applyFeed(data);
        if (data.topic !== "stream") return;
        isLive();
        // What was asked for before the first stream stood may have missed a change in between.
        if (isFirst && data.change.type === "ready") void queryClient.invalidateQueries();
      },
      // Left to itself the EventSource would wait for 3 s, and take any answer but a 200 as final.
      onEnd: ended,
    },
  );
  if (slot === place) {
    stream = opened;
    return;
  }
  // It was closed meanwhile, or taken by another tab.
  opened.unsubscribe();
  reopenIn(POLL_MS);
}

/** `steal`: take another tab's place when none is free, as the tab that the person looks at. */
async function open(steal: boolean): Promise<void> {
  if (stream || isOpening) return;
  isOpening = true;
  const taken = await takeSlot({
    steal,
    onLost: () => {
      close();
      reopenIn(POLL_MS);
    },
  });
  if (!wanted) taken?.release();
  else if (taken) await connect(taken).catch(ended);
  else {
    isLive();
    void queryClient.invalidateQueries();
    reopenIn(POLL_MS);
  }
  isOpening = false;
}

function onAttention(): void {
  clearTimeout(hideTimer);
  wanted = true;
  if (document.visibilityState === "visible") void open(document.hasFocus());
  else {
    hideTimer = setTimeout(() => {
      wanted = false;
      close();
    }, KEEP_HIDDEN_MS);
  }
}

/** Opens this tab's one stream; the returned function closes it for good. */
export function startLive(): () => void {
  onAttention();
  document.addEventListener("visibilitychange", onAttention);
  addEventListener("focus", onAttention);
  return () => {
    document.removeEventListener("visibilitychange", onAttention);
    removeEventListener("focus", onAttention);
    wanted = false;
    close();
    clearTimeout(hideTimer);
    clearTimeout(offlineTimer);
    offlineTimer = undefined;
    lastEventId = undefined;
    setConnection("connecting");
  };
}
