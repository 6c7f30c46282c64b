import pino from "pino";
import { createChannelRoom } from "../../server/channels/room.ts";
import type { Config } from "../../server/config/load.ts";
import { openScratchDatabase } from "../support/database.ts";

export const GIVEN = {
  kind: "agent_completed",
  title: "Paint the shed",
  body: "The agent has finished.",
  link: "/agents/1",
} as const;

type Options = {
  config?: Config["channels"];
  publicUrl?: string;
  /** In ms. */
  attentionSpan?: number;
};

/** The room on a real database, with pauses that a test can wait for. */
export function openRoom({ config = {}, publicUrl, attentionSpan = 60_000 }: Options = {}) {
  const scratch = openScratchDatabase();
  const stopping = new AbortController();
  const room = createChannelRoom({
    ...scratch,
    config,
    publicUrl,
    log: pino({ level: "silent" }),
    signal: stopping.signal,
    attentionSpan,
    retries: { attempts: 3, firstPauseMs: 5, longestPauseMs: 20 },
  });
  const running = room.run();
  return {
    ...scratch,
    channels: room.channels,
    async [Symbol.asyncDispose](): Promise<void> {
      stopping.abort();
      await running;
      scratch[Symbol.dispose]();
    },
  };
}
