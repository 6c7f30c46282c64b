import type { Pace, Part } from "./answers.ts";
import type { Gate } from "./gate.ts";

const USAGE = { input_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

type Block = Extract<Part, { kind: "text" | "thinking" | "tool_use" }>;

/**
 * The events of one streamed answer, in the order the Messages API gives them: message_start; for each
 * block content_block_start, its deltas, content_block_stop; message_delta with the stop reason and the
 * final usage; message_stop. Ends early when `signal` aborts (the client went away), and with "cut" where
 * the connection is to break off.
 */
export async function* streamAnswer(
  parts: readonly Part[],
  model: string,
  signal: AbortSignal,
): AsyncGenerator<string, "cut" | undefined> {
  const message = { id: `msg_${crypto.randomUUID()}`, type: "message", role: "assistant", model };
  yield event("message_start", {
    message: {
      ...message,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { ...USAGE, output_tokens: 1 },
    },
  });
  let index = 0;
  for (const part of parts) {
    if (part.kind === "cut") return "cut";
    if (part.kind === "pause") {
      await standAt(part.gate, signal);
    } else if (part.kind === "live_text") {
      yield* streamLive(part.pieces(), index++, signal);
    } else if (part.kind === "api_error") {
      yield event("error", { error: { type: part.type, message: part.message } });
      return undefined;
    } else {
      yield* streamBlock(part, index++, signal);
    }
    if (signal.aborted) return undefined;
  }
  const usedTool = parts.some((part) => part.kind === "tool_use");
  yield event("message_delta", {
    delta: { stop_reason: usedTool ? "tool_use" : "end_turn", stop_sequence: null },
    usage: { ...USAGE, output_tokens: 20 },
  });
  yield event("message_stop", {});
  return undefined;
}

async function* streamBlock(block: Block, index: number, signal: AbortSignal): AsyncGenerator<string> {
  yield event("content_block_start", { index, content_block: emptyBlock(block) });
  for (const delta of deltasOf(block)) {
    if (block.delayMs !== undefined) await orAborted(Bun.sleep(block.delayMs), signal);
    if (signal.aborted) return;
    yield event("content_block_delta", { index, delta });
  }
  if (block.until !== undefined) await standAt(block.until, signal);
  if (!signal.aborted) yield event("content_block_stop", { index });
}

async function* streamLive(
  pieces: AsyncIterable<string>,
  index: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield event("content_block_start", { index, content_block: { type: "text", text: "" } });
  for await (const text of pieces) {
    if (signal.aborted) return;
    yield event("content_block_delta", { index, delta: { type: "text_delta", text } });
  }
  yield event("content_block_stop", { index });
}

function emptyBlock(block: Block) {
  if (block.kind === "text") return { type: "text", text: "" };
  if (block.kind === "thinking") return { type: "thinking", thinking: "", signature: "" };
  return { type: "tool_use", id: block.id ?? `toolu_${crypto.randomUUID()}`, name: block.name, input: {} };
}

function deltasOf(block: Block): object[] {
  if (block.kind === "text") return pieces(block.text, block).map((text) => ({ type: "text_delta", text }));
  if (block.kind === "thinking") {
    const deltas = pieces(block.thinking, block).map((thinking) => ({ type: "thinking_delta", thinking }));
    return [...deltas, { type: "signature_delta", signature: "c2lnbmF0dXJl" }];
  }
  const json = JSON.stringify(block.input);
  return pieces(json, block).map((partial_json) => ({ type: "input_json_delta", partial_json }));
}

/** By code points, so that no delta holds half a surrogate pair. */
function pieces(content: string, { chunk }: Pace): string[] {
  if (chunk === undefined) return [content];
  const points = Array.from(content);
  return Array.from({ length: Math.ceil(points.length / chunk) }, (_, at) =>
    points.slice(at * chunk, (at + 1) * chunk).join(""),
  );
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

function standAt(gate: Gate, signal: AbortSignal): Promise<void> {
  gate.arrive();
  return orAborted(gate.opened, signal);
}

async function orAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const aborted = Promise.withResolvers<void>();
  const onAbort = () => aborted.resolve();
  signal.addEventListener("abort", onAbort, { once: true });
  await Promise.race([wait, aborted.promise]);
  signal.removeEventListener("abort", onAbort);
}
