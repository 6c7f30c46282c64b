import { Search, SearchKind } from "../../shared/search.ts";
import { actsAsOwner } from "../auth/principal.ts";
import { procedure, router } from "./init.ts";

/** An agent reads tasks, events and notifications anyway; what other sessions say is not its business. */
const AGENTS_FIND: SearchKind[] = ["task", "event", "notification"];

export const searchRouter = router({
  query: procedure
    .input(Search)
    .query(({ ctx, input }) =>
      ctx.search.query(input, actsAsOwner(ctx.principal) ? SearchKind.options : AGENTS_FIND),
    ),
});
