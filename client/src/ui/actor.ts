import type { Actor } from "../../../shared/actor.ts";

/** An actor in words, and the session behind it when there is one. */
type ActorWords = { text: string; sessionId?: string };

type NameOf = (id: string) => string | undefined;

export function describeActor(actor: Actor, titleOf: NameOf, tokenName?: NameOf): ActorWords {
  const [kind, ...rest] = actor.split(":");
  const name = rest.join(":");
  switch (kind) {
    case "owner":
      return { text: "you" };
    case "session":
      return { text: titleOf(name) ?? "an agent", sessionId: name };
    case "integration":
      return { text: `the ${name} integration` };
    case "webhook":
      return { text: "a webhook" };
    case "token":
      return { text: name === "mcp" ? "your Claude, over MCP" : tokenWords(tokenName?.(name)) };
    default:
      return { text: "Porter" };
  }
}

const tokenWords = (name: string | undefined): string =>
  name === undefined ? "a token" : `the token “${name}”`;
