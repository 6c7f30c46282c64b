import type { Actor } from "../../shared/actor.ts";
import type { EventLog } from "../events/log.ts";
import type { Stores } from "./stores.ts";
import type { Turn } from "./store/turns.ts";
import type { Transitions } from "./transitions.ts";

export type Holding = ReturnType<typeof createHolding>;

/** Turns that wait for money or for the end of a limit, and not for the answer to a call. */
export function createHolding({
  stores,
  events,
  transitions,
}: {
  stores: Pick<Stores, "turns" | "approvals">;
  events: Pick<EventLog, "write">;
  transitions: Pick<Transitions, "changeSession" | "notify" | "resolveNotification">;
}) {
  return {
    /** A queued turn does not begin; the owner is told why. */
    keepBack: (turn: Turn, body: string): void =>
      events.write(() => {
        stores.turns.setStatus(turn.number, "waiting");
        const session = transitions.changeSession(turn.sessionId, { status: "waiting" }, "porter");
        transitions.notify(session, { kind: "agent_waiting", body });
      }),

    /**
     * Queues what waits, and only that: called twice, it has the effect of one. That a limit had stopped the turn
     * stands in its session until it begins, as its prompt depends on it.
     */
    release: (sessionId: string, actor: Actor): void =>
      events.write(() => {
        const held = stores.turns.first(sessionId, ["waiting"]);
        if (!held || stores.approvals.findParked(sessionId)) return;
        stores.turns.setStatus(held.number, "queued");
        transitions.changeSession(sessionId, { status: "queued" }, actor);
        transitions.resolveNotification(sessionId, actor);
      }),
  };
}
