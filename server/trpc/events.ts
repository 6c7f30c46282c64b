import { tracked } from "@trpc/server";
import { FollowTopics } from "../../shared/feed.ts";
import { ownerProcedure, router } from "./init.ts";

export const eventsRouter = router({
  /** Everything that a browser tab needs, on one stream: over HTTP/1.1 a browser opens six connections at most. */
  onEvent: ownerProcedure.input(FollowTopics.optional()).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    for await (const { id, change } of ctx.feed.topics(input ?? {}, signal)) yield tracked(id, change);
  }),
});
