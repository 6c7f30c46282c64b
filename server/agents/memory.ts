import type { AgentMemory } from "../../shared/mcp-control.ts";

/** A process of a session, by the marker that all below it carry. */
export type RunningProcess = { sessionId: string; runId: string; isIdle: boolean };

export type Memory = ReturnType<typeof createMemory>;

/** What the processes of sessions hold, each with all that runs below it. */
export function createMemory(deps: {
  /** Bytes by marker; undefined where the system does not say. */
  measure: (runIds: readonly string[]) => ReadonlyMap<string, number> | undefined;
  running: () => readonly RunningProcess[];
  idleLimitBytes: number;
}) {
  const { measure, running, idleLimitBytes } = deps;

  return {
    all(): AgentMemory {
      const processes = running();
      const measured = measure(processes.map(({ runId }) => runId));
      return {
        items: processes.map(({ sessionId, isIdle, runId }) => ({
          sessionId,
          isIdle,
          bytes: measured?.get(runId) ?? null,
        })),
        idleLimitBytes,
      };
    },

    /** Null when nothing runs for it. */
    ofSession(sessionId: string): { memoryBytes: number | null; isIdle: boolean } | null {
      const found = running().find((process) => process.sessionId === sessionId);
      if (!found) return null;
      return { isIdle: found.isIdle, memoryBytes: measure([found.runId])?.get(found.runId) ?? null };
    },

    /** Whether the idle ones leave room for one more that holds so much. True where the system does not say. */
    hasRoom(bytes: number): boolean {
      const idle = running().flatMap(({ isIdle, runId }) => (isIdle ? [runId] : []));
      const held = [...(measure(idle)?.values() ?? [])].reduce((sum, each) => sum + each, 0);
      return held + bytes <= idleLimitBytes;
    },

    /** Those of the idle ones, given from the longest idle on, that must go for the others to hold no more than the limit. */
    beyondLimit(idle: readonly string[]): string[] {
      const measured = idle.length === 0 ? undefined : measure(idle);
      if (!measured) return [];
      let held = idle.reduce((sum, runId) => sum + (measured.get(runId) ?? 0), 0);
      return idle.filter((runId) => {
        if (held <= idleLimitBytes) return false;
        held -= measured.get(runId) ?? 0;
        return true;
      });
    },
  };
}
