import type { Keeper } from "./keeper.ts";

/**
 * What helps to find a fault, and may be shown to strangers: states, times, counts, and of the configuration the
 * names of the integration's own keys with the types of their values. No value, and no text of anybody's.
 */
export function diagnose(keeper: Keeper) {
  const { definition, counts, notices } = keeper;
  const { state, since, failure } = keeper.status();
  const { ticks, retryAt, webhook } = keeper.view();
  const given = keeper.settings()?.config ?? {};
  return {
    integration: definition.id,
    bun: Bun.version,
    state,
    since,
    remedy: failure?.remedy ?? null,
    failedAt: failure?.at ?? null,
    retryAt,
    ticks,
    starts: counts.starts,
    actions: counts.actions,
    webhooks: webhook && { ...counts.webhooks, check: webhook.check, hasSecret: webhook.hasSecret },
    notifications: notices.counts(),
    leftBehind: keeper.leftBehind(),
    config: Object.fromEntries(
      // By the definition's keys: what stands in the file may have been meant for another place.
      Object.keys(definition.config.shape).map((key) => [key, typeOf(given[key])]),
    ),
    actionNames: Object.keys(definition.actions),
  };
}

export type Diagnostics = ReturnType<typeof diagnose>;

function typeOf(value: unknown): string {
  if (value === undefined) return "not set";
  if (Array.isArray(value)) return `array of ${value.length}`;
  return value === null ? "null" : typeof value;
}
