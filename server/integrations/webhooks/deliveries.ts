import type { Actor } from "../../../shared/actor.ts";
import type {
  Delivery,
  DeliveryChange,
  DeliveryWithPayload,
  ListDeliveries,
} from "../../../shared/delivery.ts";
import { PorterError } from "../../errors.ts";
import type { LogEvent } from "../../events/log.ts";
import type { DeliveryStore } from "./store.ts";
import type { Transitions } from "./transitions.ts";

export type Deliveries = ReturnType<typeof createDeliveries>;

/** What the owner sees and decides of the received webhooks. */
export function createDeliveries(deps: { store: DeliveryStore; transitions: Transitions }) {
  const { store, transitions } = deps;
  return {
    list: (input: ListDeliveries): { items: Delivery[]; nextCursor: string | null } => store.list(input),

    /**
     * With its payload as text, a byte order mark included.
     * @throws PorterError NOT_FOUND
     */
    get(id: string): DeliveryWithPayload {
      const found = store.findWithBody(id);
      if (!found) throw new PorterError("NOT_FOUND", "There is no delivery with this id.");
      const { body, ...delivery } = found;
      return { ...delivery, payload: new TextDecoder("utf-8", { ignoreBOM: true }).decode(body) };
    },

    /**
     * Has it handled afresh. One that was handled before has its effect a second time: that is what it is for.
     * @throws PorterError NOT_FOUND
     */
    replay: (id: string, actor: Actor): Delivery => transitions.replay(id, actor),

    /** A delivery is told as it stands, and not at all once it is forgotten. */
    describe({ kind, subject }: LogEvent): DeliveryChange | undefined {
      if (kind !== "delivery.created" && kind !== "delivery.updated") return undefined;
      const delivery = store.find(subject.slice("delivery:".length));
      return delivery && { type: kind === "delivery.created" ? "created" : "updated", delivery };
    },
  };
}
