import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import type { UsagePeriod } from "../../../../shared/usage.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";

export const periods: readonly { period: UsagePeriod; name: string }[] = [
  { period: "day", name: "Today" },
  { period: "week", name: "7 days" },
  { period: "month", name: "30 days" },
];

/** The address has the period; a week when it has none. */
export function createUsageModel() {
  const [search] = useSearchParams<{ period?: string }>();
  const period = createMemo(() => periods.find(({ period }) => period === search.period)?.period ?? "week");
  const report = createQuery(() => ({
    ...api.agents.usage.queryOptions({ period: period() }),
    keepPrevious: true,
  }));
  const limits = createQuery(() => api.agents.limits.queryOptions());
  // Midnight makes a new day without an event.
  report.refetch();
  return { period, report, limits: createMemo(() => limits.data()?.items ?? []) };
}
export type UsageModel = ReturnType<typeof createUsageModel>;
