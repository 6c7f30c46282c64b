import type { DeliveryState } from "../../../../shared/delivery.ts";

/** A state in a word, and as a lamp shows it; typed so that a new one cannot be forgotten. */
export const deliveryLooks: Record<DeliveryState, { word: string; aspect: string; ink: string }> = {
  pending: { word: "Waits", aspect: "unlit", ink: "text-ink-3" },
  handled: { word: "Handled", aspect: "done", ink: "text-ink-3" },
  dead: { word: "Given up", aspect: "danger", ink: "text-danger" },
};

// Object.keys forgets the key type of a Record.
export const deliveryStates = Object.keys(deliveryLooks) as DeliveryState[];
export const isDeliveryState = (value: unknown): value is DeliveryState =>
  typeof value === "string" && Object.hasOwn(deliveryLooks, value);
