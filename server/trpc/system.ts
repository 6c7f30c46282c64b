import { ownerProcedure, router } from "./init.ts";

export const systemRouter = router({
  status: ownerProcedure.query(({ ctx }) => ctx.system.status()),
});
