import type { SessionServer, SessionServers } from "../../../../../shared/mcp-control.ts";
import { megabytes } from "../../../ui/memory-words.ts";

const words: Record<string, string> = {
  connected: "connected",
  failed: "failed",
  pending: "starting",
  "needs-auth": "needs a sign-in",
  disabled: "off",
};

/** How a server stands, in a word. */
export function statusOf({ isOn, status }: Pick<SessionServer, "isOn" | "status">): string {
  if (!isOn) return "off";
  return status === null ? "starts with the next message" : (words[status] ?? status);
}

export const aspectOf = ({ isOn, status }: Pick<SessionServer, "isOn" | "status">): string => {
  if (!isOn || status === null) return "unlit";
  if (status === "connected") return "clear";
  return status === "failed" ? "danger" : "caution";
};

/** Whether Claude runs for the session, and what it holds. */
export function processWords(process: SessionServers["process"]): string {
  if (!process) return "Nothing runs for this session now. Its next message starts Claude again.";
  const held = process.memoryBytes === null ? "" : `, ${megabytes(process.memoryBytes)} of memory`;
  return process.isIdle ? `Claude is kept ready for the next message${held}.` : `Claude is at work${held}.`;
}
