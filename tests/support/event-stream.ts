import superjson from "superjson";
import type { Porter } from "./server.ts";

type StreamEvent = { id: string; data: unknown };

/**
 * A subscription read from the wire, without a client's own reconnecting: what one connection delivered, in order.
 * Aborting the signal cuts the connection in the middle of whatever it was doing, and ends this quietly.
 */
export async function* readEventStream(
  porter: Pick<Porter, "url" | "token">,
  path: string,
  options: { input?: unknown; lastEventId?: string | undefined; signal: AbortSignal },
): AsyncGenerator<StreamEvent, void> {
  const input =
    options.input === undefined ? "" : `?input=${encodeURIComponent(superjson.stringify(options.input))}`;
  try {
    const response = await fetch(`${porter.url}/trpc/${path}${input}`, {
      headers: {
        authorization: `Bearer ${porter.token}`,
        accept: "text/event-stream",
        ...(options.lastEventId !== undefined && { "last-event-id": options.lastEventId }),
      },
      signal: options.signal,
      // Bun's own limit of 5 minutes for a connection on which nothing comes.
      timeout: false,
    });
    if (!response.ok || !response.body)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event) yield event;
        if (options.signal.aborted) return;
      }
    }
  } catch (error) {
    if (!options.signal.aborted) throw error;
  }
}

/** Pings, and the handshake of tRPC, carry no id and are nobody's event. */
function parseBlock(block: string): StreamEvent | undefined {
  const field = (name: string) =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const [id, data] = [field("id"), field("data")];
  return id === undefined || data === undefined ? undefined : { id, data: superjson.parse(data) };
}
