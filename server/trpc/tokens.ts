import { z } from "zod";
import { Id } from "../../shared/ids.ts";
import { CreateToken } from "../../shared/token.ts";
import { actorOf } from "../auth/principal.ts";
import { personProcedure, router } from "./init.ts";

export const tokensRouter = router({
  list: personProcedure.query(({ ctx }) => ctx.tokens.list()),

  names: personProcedure.query(({ ctx }) => ctx.tokens.names()),

  create: personProcedure
    .input(CreateToken)
    .mutation(({ ctx, input }) => ctx.tokens.create(input, actorOf(ctx.principal))),

  revoke: personProcedure
    .input(z.strictObject({ id: Id }))
    .mutation(({ ctx, input }) => ctx.tokens.revoke(input.id, actorOf(ctx.principal))),
});
