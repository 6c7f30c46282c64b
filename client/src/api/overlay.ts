import { createSignal } from "solid-js";
import type { Delta, Message } from "../../../shared/message.ts";
import { withDelta, withStreamedMessage, type Unfinished } from "./unfinished.ts";

const [unfinished, setUnfinished] = createSignal<Unfinished>(new Map());

export const putUnfinished = (message: Message) => setUnfinished((all) => withStreamedMessage(all, message));
export const appendDelta = (delta: Delta) => setUnfinished((all) => withDelta(all, delta));
/** Right behind `ready` and `resync` the stream sends every unfinished message as it stands. */
export const dropUnfinished = () => setUnfinished(new Map());

export const unfinishedOf = (sessionId: string): Message[] =>
  [...unfinished().values()].filter((message) => message.sessionId === sessionId);
