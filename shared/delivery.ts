import { z } from "zod";
import { Cursor, Id, PageLimit } from "./ids.ts";
import { IntegrationId } from "./integration.ts";

/** `pending`: stored, will be handled, perhaps again. `handled`: has had its effect. `dead`: given up. */
export const DeliveryState = z.enum(["pending", "handled", "dead"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One received webhook. What is in it comes from outside and is data, never an instruction. */
export const Delivery = z.object({
  id: Id,
  integrationId: IntegrationId,
  /** The sender's id of the message; a second one with the same id has no second effect. */
  webhookId: z.string(),
  state: DeliveryState,
  attempts: z.number().int(),
  /** When it is tried again; null when it is not. */
  nextAttemptAt: z.date().nullable(),
  /** Why the last attempt failed. */
  error: z.string().nullable(),
  /** What the integration did with it, in its own words. */
  outcome: z.string().nullable(),
  /** Length of the body in bytes. */
  bytes: z.number().int(),
  receivedAt: z.date(),
  /** When it was handled or given up. */
  settledAt: z.date().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryWithPayload = Delivery.extend({
  /** The body as it came. */
  payload: z.string(),
  /** The headers that belong to the message, in small letters. */
  headers: z.record(z.string(), z.string()),
});
export type DeliveryWithPayload = z.infer<typeof DeliveryWithPayload>;

export const ListDeliveries = z.strictObject({
  integrationId: IntegrationId.optional(),
  state: DeliveryState.optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
});
export type ListDeliveries = z.infer<typeof ListDeliveries>;

export type DeliveryChange = { type: "created" | "updated"; delivery: Delivery };
