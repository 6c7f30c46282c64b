import { z } from "zod";
import type {
  IntegrationContext,
  IntegrationDefinition,
  LiveIntegration,
} from "../../server/integrations/contract.ts";

type Parts = Partial<Omit<IntegrationDefinition, "init">> & {
  init?: (context: IntegrationContext<Record<string, unknown>>) => Partial<LiveIntegration>;
};

/** An integration that does nothing but what a test gives it. */
export const sample = (id: string, { init, ...parts }: Parts = {}): IntegrationDefinition => ({
  id,
  name: `The ${id}`,
  description: "Stands for any integration.",
  config: z.object({}),
  actions: {},
  ...parts,
  init: (context) => ({ handle: {}, ...init?.(context) }),
});

/** The last state of an integration, by its view. */
export const stateOf = (
  room: { host: { find: (id: string) => { state: string } | undefined } },
  id: string,
) => room.host.find(id)?.state;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
