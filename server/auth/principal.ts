import type { Actor } from "../../shared/actor.ts";

/** On whose behalf a request comes: the owner, or an agent with the token of its own session. */
export type Principal = { kind: "owner" } | { kind: "session"; sessionId: string };

export const actorOf = (principal: Principal): Actor =>
  principal.kind === "owner" ? "owner" : `session:${principal.sessionId}`;
