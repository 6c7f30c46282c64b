import pino from "pino";
import { createChannelRoom } from "../../server/channels/room.ts";
import type { Config } from "../../server/config/load.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

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
  /** Outlives the room, as over a restart; one of its own when not given. */
  database?: ScratchDatabase;
};

/** The room on a real database, with pauses that a test can wait for. */
export function openRoom({ config = {}, publicUrl, attentionSpan = 60_000, database }: Options = {}) {
  const scratch = database ?? openScratchDatabase();
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
      if (!database) scratch[Symbol.dispose]();
    },
  };
}
