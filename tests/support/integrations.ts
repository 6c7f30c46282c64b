import pino from "pino";
import { createCalendars } from "../../server/calendar/service.ts";
import { createIntegrationRoom } from "../../server/integrations/room.ts";
import type { Clock } from "../../server/integrations/clock.ts";
import type { IntegrationDefinition } from "../../server/integrations/contract.ts";
import type { RunAction } from "../../shared/integration.ts";
import { openScratchDatabase, type ScratchDatabase } from "./database.ts";

export type FakeClock = ReturnType<typeof createFakeClock>;

/** A clock that stands until it is moved. */
export function createFakeClock(start = new Date("2026-03-02T08:00:00Z")) {
  let now = start.getTime();
  /** What the timers count: it only goes forward, whatever the clock is set to. */
  let passed = 0;
  const timers = new Set<{ at: number; callback: () => void }>();

  const clock: Clock = {
    now: () => new Date(now),
    after(ms, callback) {
      const timer = { at: passed + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };

  return {
    ...clock,

    /** How many timers are waiting. */
    waiting: (): number => timers.size,

    /** The clock is set, or the machine wakes from sleep: no timer has counted it. */
    set(to: Date): void {
      now = to.getTime();
    },

    /** Time passes, and whatever is due in it happens in its order. */
    async advance(ms: number): Promise<void> {
      const until = passed + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        now += next.at - passed;
        passed = next.at;
        timers.delete(next);
        next.callback();
        await settle();
      }
      now += until - passed;
      passed = until;
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

type Options = {
  /** Porter's own when left out. */
  definitions?: readonly IntegrationDefinition[];
  /** All definitions when left out. */
  enabled?: string[];
  /** `[integrations.<id>]`, as TOML would give it, by id. */
  sections?: Record<string, Record<string, unknown>>;
  /** Variables that are named by the sections and not set. */
  missingVariables?: { path: string[]; name: string }[];
  /** The machine's clock when left out. */
  clock?: Clock;
  /** What the configuration says at a reload; what it said at the start when left out. */
  reread?: Parameters<typeof createIntegrationRoom>[0]["reread"];
  timeZone?: string;
  vaultKey?: string;
  mayAgentRun?: (sessionId: string, input: RunAction) => boolean;
  hasWebhookSecret?: (integrationId: string) => boolean;
  publicUrl?: string;
  /** Of another room, which goes on to own it: what a restart finds. */
  database?: ScratchDatabase;
};

/** The room of the integrations in this process, on a real database, started. Its log is kept. */
export function openIntegrations(options: Options = {}) {
  const { definitions, timeZone = "UTC" } = options;
  const scratch = options.database ?? openScratchDatabase({ timeZone });
  const logged: Record<string, unknown>[] = [];
  const config = {
    enabled: options.enabled ?? definitions?.map(({ id }) => id) ?? ["tasks", "webhook", "github"],
    sections: options.sections ?? {},
  };
  const missingVariables = options.missingVariables ?? [];
  const { db, events } = scratch;
  const calendars = createCalendars({
    db,
    events,
    timeZone,
    ...(options.clock && { now: options.clock.now }),
  });
  const room = createIntegrationRoom({
    ...scratch,
    calendars,
    publicUrl: options.publicUrl,
    config,
    missingVariables,
    reread: options.reread ?? (() => ({ integrations: config, missingVariables })),
    timeZone,
    vaultKey: options.vaultKey,
    log: pino({ level: "debug" }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    hasWebhookSecret: options.hasWebhookSecret ?? (() => false),
    mayAgentRun: options.mayAgentRun ?? (() => false),
    ...(definitions && { definitions }),
    ...(options.clock && { clock: options.clock }),
  });
  room.start();
  return {
    ...scratch,
    ...room,
    calendars,
    /** The server's log, one object for each line. */
    logged,
    async [Symbol.asyncDispose](): Promise<void> {
      await room.stop();
      if (!options.database) scratch[Symbol.dispose]();
    },
  };
}

export type OpenIntegrations = ReturnType<typeof openIntegrations>;
