import { findParking, findTranscript } from "./runner/history.ts";
import { copyConversation } from "./runner/transcript.ts";
import type { Stores } from "./stores.ts";
import type { Transitions } from "./transitions.ts";

/**
 * A CLI that is coming up when its server is killed gets no answer about its parked call, so it refuses the call by
 * itself and goes on. The owner's answer would then wait for a call that never comes again: the session goes on with a
 * copy of the conversation that ends where the call was parked.
 */
export async function restoreParkedCall(
  sessionId: string,
  deps: { stores: Stores; transitions: Pick<Transitions, "goOnWith">; claudeFolder: string },
): Promise<void> {
  const { approvals, sessions } = deps.stores;
  const call = approvals.findParked(sessionId) ?? approvals.findPassedOver(sessionId);
  const { claudeSessionId = null } = sessions.find(sessionId) ?? {};
  if (!call || claudeSessionId === null) return;
  const path = await findTranscript(deps.claudeFolder, claudeSessionId);
  const parking = path === undefined ? undefined : await findParking(path, call.toolUseId);
  if (parking?.isAnswered)
    deps.transitions.goOnWith(sessionId, await copyConversation(claudeSessionId, parking.uuid));
}
