import type { AgentMemory } from "../../shared/mcp-control.ts";

/** How long a measurement is good, in ms: each looks at every process of the machine. */
const GOOD_FOR = 5_000;

/** A process of a session, by the marker that all below it carry. */
export type RunningProcess = { sessionId: string; runId: string; isIdle: boolean };

export type Memory = ReturnType<typeof createMemory>;

/**
 * What the processes of sessions hold, each with all that runs below it. It is measured at most every 5 s, for all who
 * ask, and when a process has come since.
 */
export function createMemory(deps: {
  /** Bytes by marker; undefined where the system does not say. */
  measure: (runIds: readonly string[]) => Promise<ReadonlyMap<string, number> | undefined>;
  running: () => readonly RunningProcess[];
  /** The marker of the process that is kept ahead. */
  spare: () => string | undefined;
  idleLimitBytes: number;
  /** In ms; of a clock that is never set back. */
  now?: () => number;
}) {
  const { running, spare, idleLimitBytes, now = () => performance.now() } = deps;
  let last: { at: number; runIds: ReadonlySet<string>; bytes: ReturnType<typeof deps.measure> } = {
    at: -Infinity,
    runIds: new Set(),
    bytes: Promise.resolve(undefined),
  };

  const spares = (): string[] => [spare() ?? []].flat();

  function measured(runIds: readonly string[]): ReturnType<typeof deps.measure> {
    if (now() - last.at < GOOD_FOR && runIds.every((runId) => last.runIds.has(runId))) return last.bytes;
    const all = new Set([...running().map(({ runId }) => runId), ...spares(), ...runIds]);
    last = { at: now(), runIds: all, bytes: deps.measure([...all]) };
    return last.bytes;
  }

  return {
    async all(): Promise<AgentMemory> {
      const processes = running();
      const [ahead] = spares();
      const bytes = await measured([...processes.map(({ runId }) => runId), ...spares()]);
      return {
        items: processes.map(({ sessionId, isIdle, runId }) => ({
          sessionId,
          isIdle,
          bytes: bytes?.get(runId) ?? null,
        })),
        spare: ahead === undefined ? null : { bytes: bytes?.get(ahead) ?? null },
        idleLimitBytes,
      };
    },

    /** Null when nothing runs for it. */
    async ofSession(sessionId: string): Promise<{ memoryBytes: number | null; isIdle: boolean } | null> {
      const found = running().find((process) => process.sessionId === sessionId);
      if (!found) return null;
      const bytes = await measured([found.runId]);
      return { isIdle: found.isIdle, memoryBytes: bytes?.get(found.runId) ?? null };
    },

    /** Whether the idle ones leave room for one more that holds so much. True where the system does not say. */
    async hasRoom(bytes: number): Promise<boolean> {
      const idle = running().flatMap(({ isIdle, runId }) => (isIdle ? [runId] : []));
      const known = await measured(idle);
      const held = idle.reduce((sum, runId) => sum + (known?.get(runId) ?? 0), 0);
      return held + bytes <= idleLimitBytes;
    },

    /** Those of the idle ones, given from the longest idle on, that must go for the others to hold no more than the limit. */
    async beyondLimit(idle: readonly string[]): Promise<string[]> {
      const bytes = idle.length === 0 ? undefined : await measured(idle);
      if (!bytes) return [];
      let held = idle.reduce((sum, runId) => sum + (bytes.get(runId) ?? 0), 0);
      return idle.filter((runId) => {
        if (held <= idleLimitBytes) return false;
        held -= bytes.get(runId) ?? 0;
        return true;
      });
    },
  };
}
