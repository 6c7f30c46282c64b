import { personProcedure, router } from "./init.ts";

export const authRouter = router({
  /** A one-time link that signs another browser in: good once, for 10 minutes. */
  createSignInLink: personProcedure.mutation(({ ctx }) => ({ url: ctx.system.signInLink() })),

  /** All of them, also the one that asks. */
  signOutBrowsers: personProcedure.mutation(({ ctx }) => ctx.auth.signOutBrowsers()),
});
