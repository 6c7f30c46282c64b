import { z } from "zod";
import { Actor } from "./actor.ts";
import { plainText } from "./text.ts";

/** The name of an integration in the configuration, in addresses and in tool calls: `calendar`. */
export const IntegrationId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "has small letters, digits and -, and begins with a letter");

/**
 * `starting`: is being set up, or will be again soon. `degraded`: works, but what it did last failed and is tried
 * again. `needs_auth`, `needs_config`: waits for a person. `failed`: broken; only another try by a person, or another
 * version, helps. `disabled`: switched off by the owner.
 */
export const IntegrationState = z.enum([
  "starting",
  "ok",
  "degraded",
  "needs_auth",
  "needs_config",
  "failed",
  "disabled",
]);
export type IntegrationState = z.infer<typeof IntegrationState>;

/** What helps against an error: another try later · signing in again · another configuration · nothing but a mend. */
export const Remedy = z.enum(["retry", "auth", "config", "broken"]);
export type Remedy = z.infer<typeof Remedy>;

/** What an action does to the world. An agent may read; for the others it needs the owner's word. */
export const ActionEffect = z.enum(["read", "change", "destroy"]);
export type ActionEffect = z.infer<typeof ActionEffect>;

/** A JSON schema (draft 2020-12). */
export const JsonSchema = z.record(z.string(), z.unknown());
export type JsonSchema = z.infer<typeof JsonSchema>;

export const ActionInfo = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  effect: ActionEffect,
  params: JsonSchema,
  result: JsonSchema,
  /** Whether agents may run it without asking: it only reads, or the configuration says so. */
  isFreeForAgents: z.boolean(),
});
export type ActionInfo = z.infer<typeof ActionInfo>;

/** Since the server started. */
export const TickHealth = z.object({
  /** In seconds. */
  interval: z.number(),
  lastAt: z.date().nullable(),
  nextAt: z.date().nullable(),
  /** How long the last one took, in ms. */
  lastTook: z.number().nullable(),
  done: z.number().int(),
  failed: z.number().int(),
  /** Their time came while another one was still running. */
  skipped: z.number().int(),
});
export type TickHealth = z.infer<typeof TickHealth>;

export const WebhookInfo = z.object({
  /** Path on Porter's address: `/webhooks/tasks`. */
  path: z.string(),
  /** `standard`: Standard Webhooks with Porter's secret. `own`: the integration's own check. */
  check: z.enum(["standard", "own"]),
  /** Without one, whatever comes is refused. */
  hasSecret: z.boolean(),
});
export type WebhookInfo = z.infer<typeof WebhookInfo>;

export const Integration = z.object({
  id: IntegrationId,
  name: z.string(),
  description: z.string(),
  state: IntegrationState,
  /** When it came to this state. */
  since: z.date(),
  error: z.object({ remedy: Remedy, message: z.string(), at: z.date() }).nullable(),
  /** When it is set up again by itself. */
  retryAt: z.date().nullable(),
  /** It has a service that the owner signs in to. */
  canConnect: z.boolean(),
  /** What its owner does to set it up, step by step. */
  setup: z.array(z.string()),
  ticks: TickHealth.nullable(),
  webhook: WebhookInfo.nullable(),
  actions: z.array(ActionInfo),
});
export type Integration = z.infer<typeof Integration>;

export const isEnabled = ({ state }: Pick<Integration, "state">): boolean => state !== "disabled";

/** Something that only a person can mend. */
export const Repair = z.object({
  /** Stays the same as long as it is the same fault: `tasks:config`. */
  id: z.string(),
  /** The integration that it is about; null for Porter as a whole. */
  integrationId: IntegrationId.nullable(),
  what: z.string(),
  why: z.string(),
  steps: z.array(z.string()),
  /** A button that does it. */
  button: z.enum(["connect", "reload"]).nullable(),
});
export type Repair = z.infer<typeof Repair>;

export const IntegrationRef = z.strictObject({ integrationId: IntegrationId });

export const SetEnabled = z.strictObject({ integrationId: IntegrationId, enabled: z.boolean() });
export type SetEnabled = z.infer<typeof SetEnabled>;

export const RunAction = z.strictObject({
  integrationId: plainText(100).min(1),
  action: plainText(100).min(1),
  params: z.record(z.string(), z.unknown()).optional(),
});
export type RunAction = z.infer<typeof RunAction>;

/** One run of an action, or one change of state, as the event log has it. */
export const IntegrationEvent = z.object({
  eventId: z.number().int(),
  at: z.date(),
  actor: Actor,
  /** `ran`: an action. `changed`: its state. */
  kind: z.enum(["ran", "changed"]),
  /** The action, or the state that it came to. */
  what: z.string(),
  /** Why it failed; null when it did not. */
  error: z.string().nullable(),
  /** How long the run took, in ms. */
  took: z.number().nullable(),
});
export type IntegrationEvent = z.infer<typeof IntegrationEvent>;

/** A page of them, newest first. `nextBefore`: where the next one begins; null when this is the last. */
export type IntegrationHistory = { items: IntegrationEvent[]; nextBefore: number | null };

export const ReadHistory = z.strictObject({
  integrationId: IntegrationId,
  /** `nextBefore` of the page that is known: what came before it. */
  before: z.number().int().optional(),
});
export type ReadHistory = z.infer<typeof ReadHistory>;

/** A fresh secret, `whsec_…`: shown this once. */
export const WebhookSecret = z.object({
  secret: z.string(),
  /** Until when the one before is good, too; null when there was none. */
  previousUntil: z.date().nullable(),
});
export type WebhookSecret = z.infer<typeof WebhookSecret>;

/** `environment`: the key is not Porter's to change, and nothing was done. `file`: how many secrets it was done to. */
export type VaultRotation =
  | { keyFrom: "environment" }
  | { keyFrom: "file"; sealed: number; /** No key opens them, neither before nor now. */ unopened: number };

export type IntegrationChange = { type: "updated"; integration: Integration };
