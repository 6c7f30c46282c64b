import { z } from "zod";
import { inZone } from "../../tasks/time-zone.ts";
import { defineIntegration } from "../contract.ts";
import { actions, handleActions } from "./actions.ts";
import { digestOf } from "./digest.ts";
import { effectOf } from "./incoming.ts";

const ALLOWED = 'must be a time of day such as "08:00", or false';
const TimeOfDayOrFalse = z.union([
  z.string(ALLOWED).regex(/^([01]\d|2[0-3]):[0-5]\d$/, ALLOWED),
  z.literal(false, ALLOWED),
]);

export const tasks = defineIntegration({
  id: "tasks",
  name: "Tasks",
  description: "Says each morning what is due, and lets other programs create and change tasks.",
  config: z.strictObject({
    /** In Porter's time zone; false: no morning message. */
    digest_at: TimeOfDayOrFalse.default("08:00"),
    /** Reminds of overdue tasks, too: every morning, until they are done or have another date. */
    remind: z.boolean().default(true),
  }),
  tickInterval: 60,
  webhook: { check: "standard" },
  actions,

  init(context) {
    const { config, state, timeZone } = context;

    return {
      handle: handleActions(timeZone),
      handleWebhook: ({ body }) => effectOf(body, context),

      tick() {
        const now = context.now();
        const { digest_at } = config;
        const here = inZone(now, timeZone);
        const today = here.toPlainDate().toString();
        if (digest_at === false || state.get("digest", z.string()) === today) return;
        if (Temporal.PlainTime.compare(here, digest_at) < 0) return;

        const digest = digestOf(context.tasks, { now, timeZone, withOverdue: config.remind });
        if (digest) context.notify(digest);
        // After it: a crash in between tells it again, under the same key, and forgets nothing.
        state.set("digest", today);
      },
    };
  },
});
