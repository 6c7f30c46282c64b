import { createSignal } from "solid-js";
import type { Delta, Message } from "../../../shared/message.ts";
import { drawTogether } from "../ui/draw-together.ts";
import { withDelta, withStreamedMessage, type Unfinished } from "./unfinished.ts";

const [unfinished, setUnfinished] = createSignal<Unfinished>(new Map());

let gathered: Delta[] = [];

function append(): void {
  const deltas = gathered;
  gathered = [];
  if (deltas.length > 0) setUnfinished((all) => deltas.reduce(withDelta, all));
}

/** Pieces change the page when it is next drawn: each change has all that stands in the chat looked at. */
export function appendDelta(delta: Delta): void {
  gathered.push(delta);
  drawTogether(append);
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
