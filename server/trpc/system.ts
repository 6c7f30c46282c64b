import { ownerProcedure, router } from "./init.ts";

export const systemRouter = router({
  status: ownerProcedure.query(({ ctx }) => ctx.system.status()),

  rotateVaultKey: ownerProcedure.mutation(({ ctx }) => ctx.integrations.rotateVaultKey()),

  /** The owner looks at the app: said every 25 s while that is so, it keeps notifications from going out. */
  attend: ownerProcedure.mutation(({ ctx }) => {
    ctx.channels.attend();
    ctx.spare.expect();
  }),
});
