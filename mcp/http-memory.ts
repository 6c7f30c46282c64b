import type { EventStore } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";

/** Of JSON, in UTF-16 units. What is longer than all of it is not kept. */
const ROOM = 1_000_000;

/**
 * What one session was sent last, so that a client whose connection broke gets what it missed: it names the last event
 * that it had (MCP, Transports, "Resumability and Redelivery"). The oldest go when there is no room.
 */
export function createEventMemory(): EventStore & { isId: (eventId: string) => boolean } {
  const kept: { number: number; streamId: string; message: JSONRPCMessage; size: number }[] = [];
  let size = 0;
  let last = 0;

  const idOf = (streamId: string, number: number) => `${streamId}/${number}`;

  function read(eventId: string): { streamId: string; number: number } | undefined {
    const [, streamId, digits] = /^(.+)\/(\d{1,15})$/.exec(eventId) ?? [];
    const number = Number(digits);
    return streamId === undefined || number > last ? undefined : { streamId, number };
  }

  return {
    async storeEvent(streamId, message) {
      const event = { number: ++last, streamId, message, size: JSON.stringify(message).length };
      // An empty one only tells the client that it may come back.
      if (Object.keys(message).length > 0) {
        kept.push(event);
        size += event.size;
      }
      while (size > ROOM) size -= kept.shift()?.size ?? size;
      return idOf(streamId, event.number);
    },

    // Without getStreamIdForEventId: with it the SDK refuses a client that is back before its old connection is known to
    // be dead, and without it the new stream takes the place of the old one.
    isId: (eventId) => read(eventId) !== undefined,

    async replayEventsAfter(lastEventId, { send }) {
      const from = read(lastEventId);
      if (!from) throw new Error("This is no id of an event.");
      const missed = kept.filter(
        ({ streamId, number }) => streamId === from.streamId && number > from.number,
      );
      for (const { streamId, number, message } of missed) await send(idOf(streamId, number), message);
      return from.streamId;
    },
  };
}
