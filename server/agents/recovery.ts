import type { EventLog } from "../events/log.ts";
import type { Approvals } from "./approvals.ts";
import { STOPPED } from "./failures.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import type { Transitions } from "./transitions.ts";

/**
 * Puts the sessions in order after a start. No process is left, so nothing runs: what was never begun stays queued,
 * a turn whose call waits for a person goes on waiting, and every other one was interrupted.
 */
export function recover(deps: {
  stores: Stores;
  events: Pick<EventLog, "write">;
  approvals: Approvals;
  transitions: Transitions;
}): void {
  const { stores, events, approvals, transitions } = deps;

  events.write((append) => {
    for (const message of stores.messages.unfinished()) {
      stores.messages.setContent(message.id, message.content, "done");
      const subject = `session:${message.sessionId}`;
      append({ kind: "message.updated", subject, actor: "porter", after: { messageId: message.id } });
    }
    for (const turn of stores.turns.inState(["running"])) recoverTurn(turn);
  });

  function recoverTurn(turn: Turn): void {
    stores.approvals
      .delivered(turn.sessionId)
      .filter(({ toolUseId }) => !stores.messages.hasToolResult(turn.sessionId, toolUseId))
      .forEach(({ id }) => approvals.askAgain(id));
    const parked = stores.approvals.findParked(turn.sessionId);
    if (parked) {
      // Answered, but the answer not yet delivered: the turn goes on by itself.
      const status = parked.status === "pending" ? "waiting" : "queued";
      stores.turns.setStatus(turn.number, status);
      const session = transitions.changeSession(turn.sessionId, { status }, "porter");
      if (status === "waiting") transitions.notifyOfWaiting(session, parked);
      return;
    }
    stores.turns.setStatus(turn.number, "interrupted", { endedAt: new Date() });
    const status = stores.turns.first(turn.sessionId, ["queued"]) ? "queued" : "interrupted";
    transitions.changeSession(turn.sessionId, { status, error: STOPPED }, "porter");
  }
}
