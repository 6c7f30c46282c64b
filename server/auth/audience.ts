import type { Principal } from "./principal.ts";

/**
 * Whom something is for. `agents`: also for agents with the token of their session, and for named tokens. `owner`: for
 * the owner and for tokens of scope `owner`. `person`: for the owner with their browser or their own token alone, which
 * is what would let a named token outlive its revocation.
 */
export type Audience = "agents" | "owner" | "person";

/** Why it is not for them, in words; undefined when it is. */
export function refusalOf(principal: Principal, audience: Audience, isChange: boolean): string | undefined {
  if (principal.kind === "owner") return undefined;
  if (principal.kind === "session")
    return audience === "agents" ? undefined : "An agent's token is not good for this.";
  if (audience === "person")
    return "Only the owner in person does this, in their browser or with their own token. No named token is good for it, whatever its scope.";
  const { scope } = principal;
  const lacks = (needed: string) => `This token has the scope "${scope}"; this needs the scope "${needed}".`;
  if (audience === "owner") return scope === "owner" ? undefined : lacks("owner");
  return scope === "read" && isChange ? lacks("agent") : undefined;
}
