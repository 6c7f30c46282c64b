import { Search, type SearchKind } from "../../shared/search.ts";
import { procedure, router } from "./init.ts";

/** An agent reads tasks and notifications anyway; what other sessions say is not its business. */
const AGENTS_FIND: SearchKind[] = ["task", "notification"];
const OWNER_FINDS: SearchKind[] = ["task", "session", "message", "notification"];

export const searchRouter = router({
  query: procedure
    .input(Search)
    .query(({ ctx, input }) =>
      ctx.search.query(input, ctx.principal.kind === "owner" ? OWNER_FINDS : AGENTS_FIND),
    ),
});
