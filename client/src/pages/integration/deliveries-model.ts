import { useSearchParams } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Delivery, DeliveryState } from "../../../../shared/delivery.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { byCursor, itemsOf } from "../../api/pages.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { isDeliveryState } from "./delivery-words.ts";

const PAGE = 20;

/** The received webhooks of one integration. The address has the filter and what is open. */
export function createDeliveries(integrationId: string) {
  const [search, setSearch] = useSearchParams<{ state?: string; delivery?: string }>();
  const state = createMemo(() => (isDeliveryState(search.state) ? search.state : undefined));
  const query = createPagedQuery(() => {
    const input = { integrationId, limit: PAGE, ...(state() && { state: state() }) };
    return { ...api.deliveries.list.infiniteQueryOptions(input, byCursor), keepPrevious: true };
  });
  const openId = createMemo(() => search.delivery);
  const opened = createQuery(() => ({
    ...api.deliveries.get.queryOptions({ id: openId() ?? "" }),
    enabled: openId() !== undefined,
  }));
  const change = (part: { state?: string | undefined; delivery?: string | undefined }) =>
    setSearch(part, { replace: true, scroll: false });

  const [replaying, setReplaying] = createSignal<string>();
  async function replay({ id }: Delivery): Promise<void> {
    if (replaying() !== undefined) return;
    setReplaying(id);
    try {
      await api.deliveries.replay.mutate({ id });
      showToast({ message: "It is handled again" });
    } catch (error) {
      showToast({ message: `Not replayed: ${explain(error)}`, kind: "error" });
    } finally {
      setReplaying(undefined);
    }
  }

  return {
    state,
    setState: (next: DeliveryState | undefined) => change({ state: next }),
    query,
    items: createMemo(() => itemsOf(query.data())),
    openId,
    opened,
    open: (id: string | undefined) => change({ delivery: id }),
    replaying,
    replay: (delivery: Delivery) => void replay(delivery),
  };
}
export type DeliveriesModel = ReturnType<typeof createDeliveries>;
