import type { Gate } from "./gate.ts";
import type { ApiRequest } from "./request.ts";

/**
 * How a block is sent: in deltas of `chunk` characters (default: whole), each after `delayMs`; with `until`,
 * the block stays open after its last delta until that gate opens, as an answer does in mid-sentence.
 */
export interface Pace {
  chunk?: number;
  delayMs?: number;
  until?: Gate;
}

export type Part =
  | ({ kind: "text"; text: string } & Pace)
  | ({ kind: "thinking"; thinking: string } & Pace)
  | ({ kind: "tool_use"; name: string; input: Record<string, unknown>; id: string | undefined } & Pace)
  | { kind: "live_text"; pieces: () => AsyncIterable<string> }
  | { kind: "pause"; gate: Gate }
  | { kind: "api_error"; status: number; type: string; message: string; headers: Record<string, string> }
  | { kind: "cut" };

/** One answer of the model: its content blocks in order, with pauses and failures among them. */
export type Answer = Part | readonly Part[];

/**
 * What the model says after a marker: one answer for each successive model call (a retry is a call too),
 * or a function of the request and the number of earlier calls for this marker.
 */
export type Script = readonly Answer[] | ((request: ApiRequest, call: number) => Answer);

export const text = (content: string, pace: Pace = {}): Part => ({ kind: "text", text: content, ...pace });

export const thinking = (content: string, pace: Pace = {}): Part => ({
  kind: "thinking",
  thinking: content,
  ...pace,
});

/** A tool call. Without `id` each sending gets a fresh one, as the true API does. */
export const toolUse = (name: string, input: Record<string, unknown>, id?: string): Part => ({
  kind: "tool_use",
  name,
  input,
  id,
});

/** A text whose deltas are what the script makes of them, when it makes them. */
export const liveText = (pieces: () => AsyncIterable<string>): Part => ({ kind: "live_text", pieces });

/** Stands still until the gate opens, between two parts: every earlier block is complete by then. */
export const pause = (gate: Gate): Part => ({ kind: "pause", gate });

/**
 * First in an answer: an HTTP error status (429 rate_limit_error, 529 overloaded_error, 400
 * invalid_request_error, 401 authentication_error). Later in an answer: an `error` event in the stream.
 */
export const apiError = (
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Part => ({ kind: "api_error", status, type, message, headers });

/** The connection breaks off here, without message_stop and without the end of the chunked body. */
export const cut = (): Part => ({ kind: "cut" });

export function partsOf(answer: Answer): readonly Part[] {
  return "kind" in answer ? [answer] : answer;
}
