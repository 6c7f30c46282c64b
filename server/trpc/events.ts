import { tracked } from "@trpc/server";
import { FollowTopics, Topic } from "../../shared/feed.ts";
import { refusalOf } from "../auth/audience.ts";
import type { Principal } from "../auth/principal.ts";
import { PorterError } from "../errors.ts";
import { ownerProcedure, router } from "./init.ts";

export const eventsRouter = router({
  /** Everything that a browser tab needs, on one stream: over HTTP/1.1 a browser opens six connections at most. */
  onEvent: ownerProcedure.input(FollowTopics.optional()).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const wanted = { ...input, topics: topicsFor(ctx.principal, input?.topics) };
    for await (const { id, change } of ctx.feed.topics(wanted, signal)) yield tracked(id, change);
  }),
});

/** Of tokens hears who can list them. @throws PorterError FORBIDDEN for who may not and asks */
function topicsFor(principal: Principal, asked: Topic[] | undefined): Topic[] {
  const refusal = refusalOf(principal, "person", false);
  if (refusal === undefined) return asked ?? Topic.options;
  if (asked?.includes("tokens")) throw new PorterError("FORBIDDEN", refusal);
  return asked ?? Topic.options.filter((topic) => topic !== "tokens");
}
