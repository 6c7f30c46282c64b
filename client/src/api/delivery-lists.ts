import type { Delivery, ListDeliveries } from "../../../shared/delivery.ts";
import { placeItem, type Pages } from "./pages.ts";

/** Ids begin with their time (UUID version 7), the server sorts by them. */
const newestFirst = (a: Delivery, b: Delivery) => (b.id < a.id ? -1 : 1);

/** Puts a changed delivery where it now belongs in a loaded list, or takes it out. */
export function applyDeliveryTo(
  pages: Pages<Delivery>,
  filter: ListDeliveries,
  item: Delivery,
): Pages<Delivery> {
  const isOfIntegration = filter.integrationId === undefined || filter.integrationId === item.integrationId;
  const keep = isOfIntegration && (filter.state === undefined || filter.state === item.state);
  return placeItem(pages, { item, keep, compare: newestFirst });
}
