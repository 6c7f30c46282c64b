import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/actor.ts";
import type { DeliveryState } from "../../../shared/delivery.ts";
import type { ActionEffect } from "../../../shared/integration.ts";
import { moment, snapshot } from "../columns.ts";
import { events } from "./events.ts";

/** What the owner decided about an integration. One that is not here is as the configuration says. */
export const integrations = sqliteTable("integrations", {
  id: text("id").primaryKey(),
  enabled: integer("enabled", { mode: "boolean" }),
});

/** What an integration keeps for itself, by its own keys. */
export const integrationState = sqliteTable(
  "integration_state",
  {
    integrationId: text("integration_id").notNull(),
    key: text("key").notNull(),
    value: snapshot("value").notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.key] })],
);

/** Credentials, sealed by the vault: AES-256-GCM with the row's identity as associated data. */
export const vault = sqliteTable(
  "vault",
  {
    integrationId: text("integration_id").notNull(),
    key: text("key").notNull(),
    sealed: text("sealed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.key] })],
);

/** Runs of actions that change something, while they run: what a crash cut short. */
export const integrationRuns = sqliteTable("integration_runs", {
  id: text("id").primaryKey(),
  integrationId: text("integration_id").notNull(),
  action: text("action").notNull(),
  effect: text("effect").$type<ActionEffect>().notNull(),
  actor: text("actor").$type<Actor>().notNull(),
  startedAt: moment("started_at").notNull(),
});
export type OpenRun = typeof integrationRuns.$inferSelect;

/** What it takes to undo what an action did, by the event that tells of it; null once it was undone. */
export const integrationUndos = sqliteTable("integration_undos", {
  eventId: integer("event_id")
    .primaryKey()
    .references(() => events.id, { onDelete: "cascade" }),
  kept: snapshot("kept"),
});

/** Received webhooks: the inbox of the handlers, and the memory of which ids have come. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    integrationId: text("integration_id").notNull(),
    webhookId: text("webhook_id").notNull(),
    state: text("state").$type<DeliveryState>().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: moment("next_attempt_at"),
    error: text("error"),
    outcome: text("outcome"),
    /** The body, byte for byte. */
    body: blob("body", { mode: "buffer" }).notNull(),
    headers: text("headers", { mode: "json" }).$type<Record<string, string>>().notNull(),
    bytes: integer("bytes").notNull(),
    receivedAt: moment("received_at").notNull(),
    settledAt: moment("settled_at"),
  },
  (table) => [
    uniqueIndex("deliveries_webhook_id").on(table.integrationId, table.webhookId),
    index("deliveries_due").on(table.state, table.nextAttemptAt),
    index("deliveries_state").on(table.integrationId, table.state, table.number),
  ],
);
