import type { Delta } from "../../shared/message.ts";

/** In ms, less than a frame: no screen shows pieces sooner after one another, and each of them costs every follower. */
const GATHER = 14;

/** Tells the first piece at once, and those that come within a moment after it together. */
export function gatherDeltas(tell: (delta: Delta) => void) {
  let waiting: Delta | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(pause);
    pause = undefined;
    if (!waiting) return;
    const delta = waiting;
    waiting = undefined;
    pause = setTimeout(flush, GATHER);
    tell(delta);
  }

  return {
    add(delta: Delta): void {
      if (waiting?.messageId === delta.messageId && waiting.block === delta.block)
        waiting = { ...waiting, text: waiting.text + delta.text };
      else {
        if (waiting) flush();
        waiting = delta;
      }
      if (pause === undefined) flush();
    },
    /** Before anything else is said of the message. */
    flush,
  };
}
