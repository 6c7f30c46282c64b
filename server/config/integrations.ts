import { z } from "zod";

/** What the configuration has to know of an integration to check its section. */
export type KnownIntegration = {
  id: string;
  config: z.ZodObject;
  actions: Record<string, unknown>;
  tickInterval?: number;
};

const YEAR = 366 * 24 * 3600;

/** `[integrations]`: which are enabled, and a table for each one's own settings. */
export const Integrations = z
  .object({ enabled: z.array(z.string()).default([]) })
  .catchall(z.record(z.string(), z.unknown()))
  .transform(({ enabled, ...sections }) => ({
    enabled,
    sections: sections as Record<string, Record<string, unknown>>, // what the catchall has checked
  }));
export type Integrations = z.output<typeof Integrations>;

/** Of `[integrations.<id>]`: the integration's own keys, and those that Porter gives to each. */
export const sectionSchema = ({ config, actions, tickInterval }: KnownIntegration) =>
  config
    .safeExtend({
      ...(tickInterval !== undefined && { tick_interval: z.number().min(1).max(YEAR).optional() }),
      /** Actions that agents may run without asking. */
      agent_actions: z.array(oneOf(Object.keys(actions), "an action of this integration")).optional(),
    })
    .strict();

/** Of `[integrations]` as a whole, when it is known which integrations there are. */
export const integrationsSchema = (known: readonly KnownIntegration[]) =>
  z.strictObject({
    enabled: z
      .array(
        oneOf(
          known.map(({ id }) => id),
          "an integration of this Porter",
        ),
      )
      .optional(),
    ...Object.fromEntries(known.map((one) => [one.id, sectionSchema(one).optional()])),
  });

const oneOf = (allowed: readonly string[], what: string) =>
  z.string().refine((text) => allowed.includes(text), {
    error: `is not ${what}. Allowed here: ${allowed.join(", ") || "nothing"}`,
  });
