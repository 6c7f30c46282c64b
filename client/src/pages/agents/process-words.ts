import type { AgentMemory } from "../../../../shared/mcp-control.ts";
import { megabytes } from "../../ui/memory-words.ts";

/** Undefined where the system does not say. */
const held = (processes: readonly { bytes: number | null }[]): number | undefined =>
  processes.some(({ bytes }) => bytes === null)
    ? undefined
    : processes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);

/** What agents hold of the machine's memory, in a line: `1 at work, 205 MB · 4 kept ready, 612 MB of 1,024 MB`. */
export function processWords({ items, spare, idleLimitBytes }: AgentMemory): string {
  const busy = items.filter(({ isIdle }) => !isIdle);
  const ready = [...items.filter(({ isIdle }) => isIdle), ...(spare ? [spare] : [])];
  const [busyBytes, readyBytes] = [held(busy), held(ready)];
  const parts = [
    ...(busy.length > 0
      ? [`${busy.length} at work${busyBytes === undefined ? "" : `, ${megabytes(busyBytes)}`}`]
      : []),
    ...(ready.length > 0
      ? [
          `${ready.length} kept ready${readyBytes === undefined ? "" : `, ${megabytes(readyBytes)} of ${megabytes(idleLimitBytes)}`}`,
        ]
      : []),
  ];
  return parts.length === 0 ? "No process is kept ready" : `Processes: ${parts.join(" · ")}`;
}
