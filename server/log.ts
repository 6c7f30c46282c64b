import pino from "pino";

export type Log = pino.Logger;

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * One JSON line per entry on stderr; stdout belongs to the one line with the address. Written synchronously,
 * because pino's worker transports hang under Bun. Objects given to it hold ids and causes, never input or secrets.
 */
export function createLog(level: LogLevel): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
