import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Integration } from "../../../../shared/integration.ts";
import { useFreshTicks } from "../../actions/fresh-ticks.ts";
import { createIntegrationDeeds, isOn, toggle } from "../../actions/integrations.ts";
import { createRepairs } from "../../actions/repairs.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";

export function createIntegrations() {
  const navigate = useNavigate();
  const query = createQuery(() => api.integrations.list.queryOptions());
  const repairs = createRepairs();
  useFreshTicks(query.refetch);
  const items = createMemo(() => query.data()?.items ?? []);

  /** The row that keys speak of: the one with the focus, or the first. */
  const [currentId, setCurrentId] = createSignal<string>();
  const current = createMemo(() => items().find(({ id }) => id === currentId()) ?? items()[0]);

  const repairItems = createMemo(() => repairs.data()?.items ?? []);

  return {
    query,
    items,
    isAllOff: createMemo(() => !items().some(isOn)),
    repairs: repairItems,
    hasRepair: (id: string) => repairItems().some(({ integrationId }) => integrationId === id),
    repairsError: repairs.error,
    retryRepairs: repairs.refetch,
    deeds: createIntegrationDeeds(),
    toggle,
    current,
    setCurrentId,
    /** The next row in this direction; the first one while no row has the focus. */
    step: (by: 1 | -1): Integration | undefined => {
      const at = items().findIndex(({ id }) => id === currentId());
      return at === -1 ? items()[0] : items()[at + by];
    },
    open: ({ id }: Integration) => navigate(`/integrations/${id}`),
  };
}
export type IntegrationsModel = ReturnType<typeof createIntegrations>;
