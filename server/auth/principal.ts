import type { Actor } from "../../shared/actor.ts";
import type { TokenScope } from "../../shared/token.ts";

/** On whose behalf a request comes: the owner in person, an agent with the token of its own session, a named token. */
export type Principal =
  | { kind: "owner" }
  | { kind: "session"; sessionId: string }
  | { kind: "token"; id: string; scope: TokenScope };

export function actorOf(principal: Principal): Actor {
  if (principal.kind === "session") return `session:${principal.sessionId}`;
  return principal.kind === "token" ? `token:${principal.id}` : "owner";
}

/** Whether it may do what the owner may: the owner, or a token that was made for all of it. */
export const actsAsOwner = (principal: Principal): boolean =>
  principal.kind === "owner" || (principal.kind === "token" && principal.scope === "owner");
