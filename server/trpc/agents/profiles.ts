import { z } from "zod";
import { SaveProfile } from "../../../shared/profile.ts";
import { plainText } from "../../../shared/text.ts";
import { actorOf } from "../../auth/principal.ts";
import { ownerProcedure } from "../init.ts";

export const profileProcedures = {
  profiles: ownerProcedure.query(({ ctx }) => ctx.profiles.list()),

  saveProfile: ownerProcedure
    .input(SaveProfile)
    .mutation(({ ctx, input }) => ctx.profiles.save(input, actorOf(ctx.principal))),

  removeProfile: ownerProcedure
    .input(z.strictObject({ id: plainText(200) }))
    .mutation(({ ctx, input }) => ctx.profiles.remove(input.id, actorOf(ctx.principal))),
};
