import { createMemo, createSignal } from "solid-js";
import { callbackPath } from "../../../../shared/callback-path.ts";
import type { WebhookSecret } from "../../../../shared/integration.ts";
import { useFreshTicks } from "../../actions/fresh-ticks.ts";
import { createIntegrationDeeds, toggle } from "../../actions/integrations.ts";
import { createRepairs } from "../../actions/repairs.ts";
import { api } from "../../api/options.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { stateLook } from "../../ui/integration-words.ts";
import { createDeliveries } from "./deliveries-model.ts";
import { saveFile } from "./save-file.ts";

export function createIntegrationModel(id: string) {
  const query = createQuery(() => api.integrations.get.queryOptions({ integrationId: id }));
  const integration = query.data;
  const status = createQuery(() => api.system.status.queryOptions());
  const repairs = createRepairs();
  const history = createPagedQuery(() =>
    api.integrations.history.infiniteQueryOptions(
      { integrationId: id },
      { cursorName: "before", next: (page) => page.nextBefore },
    ),
  );
  useFreshTicks(query.refetch);
  const deeds = createIntegrationDeeds();
  const [secret, setSecret] = createSignal<WebhookSecret>();

  return {
    id,
    query,
    integration,
    repairs: createMemo(
      () => repairs.data()?.items.filter(({ integrationId }) => integrationId === id) ?? [],
    ),
    /** Where others reach Porter; this page's own address until that is known. */
    origin: createMemo(() => status.data()?.publicOrigin ?? location.origin),
    /** What a service has to know of Porter before its owner can sign in to it; undefined until that is known. */
    redirectUri: createMemo(() => {
      const origin = status.data()?.callbackOrigin;
      return origin === undefined ? undefined : origin + callbackPath(id);
    }),
    deeds,
    toggle: () => {
      const known = integration();
      if (known) toggle(known);
    },
    deliveries: createDeliveries(id),
    history,
    historyItems: createMemo(() => history.data()?.pages.flatMap(({ items }) => items) ?? []),
    /** The one that was just made; it is shown as long as the page stands. */
    secret,
    makeSecret: () =>
      void deeds.run(id, "No secret made", async () => {
        setSecret(await api.integrations.rotateSecret.mutate({ integrationId: id }));
        query.refetch();
      }),
    check: () =>
      void deeds.run(id, "Not checked", async () => {
        const { name, state } = await api.integrations.check.mutate({ integrationId: id });
        showToast({ message: `${name}: ${stateLook(state).word}` });
      }),
    saveDiagnostics: () =>
      void deeds.run(id, "Not saved", async () => {
        const content = await api.integrations.diagnostics.query({ integrationId: id });
        saveFile(`porter-${id}-diagnostics.json`, JSON.stringify(content, undefined, 2));
      }),
  };
}
export type IntegrationModel = ReturnType<typeof createIntegrationModel>;
