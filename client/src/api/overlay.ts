import { createSignal } from "solid-js";
import type { Delta, Message } from "../../../shared/message.ts";
import { withDelta, withStreamedMessage, type Unfinished } from "./unfinished.ts";

const [unfinished, setUnfinished] = createSignal<Unfinished>(new Map());

/** Pieces that come within this time, in ms, change the page together. */
const GATHER_MS = 50;

let gathered: Delta[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

function append(): void {
  const deltas = gathered;
  gathered = [];
  if (deltas.length > 0) setUnfinished((all) => deltas.reduce(withDelta, all));
}

/** The first piece after a pause is there at once. */
export function appendDelta(delta: Delta): void {
  gathered.push(delta);
  if (timer !== undefined) return;
  append();
  const next = () => {
    timer = gathered.length > 0 ? setTimeout(next, GATHER_MS) : undefined;
    append();
  };
  timer = setTimeout(next, GATHER_MS);
}

export function putUnfinished(message: Message): void {
  append();
  setUnfinished((all) => withStreamedMessage(all, message));
}

/** Right behind `ready` and `resync` the stream sends every unfinished message as it stands. */
export function dropUnfinished(): void {
  gathered = [];
  setUnfinished(new Map());
}

export const unfinishedOf = (sessionId: string): Message[] =>
  [...unfinished().values()].filter((message) => message.sessionId === sessionId);
