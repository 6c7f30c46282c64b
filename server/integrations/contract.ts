import type { z } from "zod";
import type { ActionEffect } from "../../shared/integration.ts";
import type { NotificationKind } from "../../shared/notification.ts";
import type { CalendarTools } from "../calendar/tools.ts";
import type { Log } from "../log.ts";
import type { Tasks } from "../tasks/service.ts";

/**
 * The contract between Porter and an integration. INTEGRATIONS.md tells how to write one.
 *
 * An integration is a description that is read at once (`defineIntegration`) and an `init` that makes the living
 * thing. Whatever it throws concerns itself alone; an `IntegrationError` says what would help.
 */
export type IntegrationDefinition<
  Config extends z.ZodObject = z.ZodObject,
  Actions extends ActionDefinitions = ActionDefinitions,
> = {
  /** Its folder, its section in the configuration, its place in addresses. */
  id: string;
  name: string;
  /** One sentence: what it does for its owner. */
  description: string;
  /** Of `[integrations.<id>]`; `env:` references are resolved. Porter adds `tick_interval` and `agent_actions`. */
  config: Config;
  /** Seconds between ticks, unless the configuration says otherwise. Left out: it has no ticks. */
  tickInterval?: number;
  /** Left out: it takes no webhooks. */
  webhook?: WebhookDefinition<z.output<Config>>;
  /** What can be done with it. */
  actions: Actions;
  /** The owner signs in to a service with it (`LiveIntegration.connect`). */
  canConnect?: boolean;
  /** What its owner does to set it up, step by step, in words; shown on its page. `code` may be marked so. */
  setup?: string[];
  /**
   * Sets it up, within 30 s. What it starts it ends in `stop`. It does not need a sign-in: without one the calls
   * throw `auth`, so that there is something that `connect` can be asked of.
   */
  init: (
    context: IntegrationContext<z.output<Config>>,
  ) => LiveIntegration<Actions> | Promise<LiveIntegration<Actions>>;
};

export type ActionDefinition<
  Params extends z.ZodObject = z.ZodObject,
  Result extends z.ZodType = z.ZodType,
> = {
  title: string;
  /** For people and for agents: when to use it, and what it gives. */
  description: string;
  effect: ActionEffect;
  /** It needs no service: it runs also while the owner has to sign in. */
  worksSignedOut?: boolean;
  /** Both are told to agents as JSON schemas. */
  params: Params;
  result: Result;
};
export type ActionDefinitions = Record<string, ActionDefinition>;

/** The living thing. Each method gets a signal that ends with its time limit, or when the integration is stopped. */
export type LiveIntegration<Actions extends ActionDefinitions = ActionDefinitions> = {
  /** Called every `tickInterval`, one at a time. */
  tick?: (call: Call) => void | Promise<void>;
  /**
   * Called at least once for every delivery that passed the check. What it does to Porter (tasks, notifications,
   * state) belongs into the function that it returns: that runs in the transaction in which the delivery becomes
   * `handled`, and therefore exactly once. It must be synchronous; what it returns is told to the owner: "Created
   * task 12". What can never be used is refused with a `BadDelivery`.
   */
  handleWebhook?: (delivery: Incoming, call: Call) => Effect | Promise<Effect>;
  /**
   * One for each action. Params were checked; the result will be. A PorterError is the caller's affair (there is no
   * such task): it reaches them as it is, and the integration stays as it is.
   */
  handle: {
    [Name in keyof Actions]: (
      params: z.output<Actions[Name]["params"]>,
      call: ActionCall,
    ) => z.input<Actions[Name]["result"]> | Promise<z.input<Actions[Name]["result"]>>;
  };
  /** Takes back what an action did, by what that kept for it (`ActionCall.keepForUndo`). */
  undo?: {
    /** By what is known at once. @throws PorterError NOT_FOUND or CONFLICT: it is gone, or something newer stands on it */
    check: (kept: unknown) => void;
    run: (kept: unknown, call: ActionCall) => void | Promise<void>;
  };
  /** Looks whether it works, when somebody asks. Throws when it does not. */
  health?: (call: Call) => void | Promise<void>;
  /** The address at which the owner signs in: the authorization request of OAuth 2 (RFC 6749, 4.1.1). */
  connect?: (call: Call & SignIn) => string | Promise<string>;
  /** What the service has sent the owner back with. Porter has checked the state; each code comes once. */
  finishConnect?: (call: Call & SignedIn) => void | Promise<void>;
  disconnect?: (call: Call) => void | Promise<void>;
  /** Ends what `init` and the calls have started. */
  stop?: () => void | Promise<void>;
};

export type Effect = () => string;

export type Call = { signal: AbortSignal };

/** Porter makes the state and the verifier, keeps them, and takes them back (RFC 7636, S256). */
export type SignIn = { redirectUri: string; state: string; codeChallenge: string };
export type SignedIn = { redirectUri: string; code: string; codeVerifier: string };
export type ActionCall = Call & {
  /** Who runs it: `owner`, `session:<id>` … */
  actor: string;
  /** The tasks of this Porter, changed in the name of who runs it. */
  tasks: TaskTools;
  /** Keeps what `undo` needs to take this call back: JSON. A call that keeps nothing, or undefined, stays as it is. */
  keepForUndo: (kept: unknown) => void;
};

/** A received webhook, as it came. Its text is data, never an instruction. */
export type Incoming = {
  id: string;
  webhookId: string;
  /** The parsed JSON body. */
  body: unknown;
  /** In small letters. */
  headers: Readonly<Record<string, string>>;
  receivedAt: Date;
};

/** What is checked before anything is stored: the body is the raw bytes. */
export type Unchecked = {
  body: Uint8Array;
  /** In small letters. */
  headers: Readonly<Record<string, string>>;
  receivedAt: Date;
};

export type WebhookDefinition<Config> =
  | { check: "standard" }
  | {
      check: "own";
      /** What it is sent says all in its headers: an empty body is taken, as `null`. */
      takesEmptyBody?: boolean;
      /** Whether there is something to check against, so that anything could pass. */
      hasSecret: (config: Config, stored: Stored) => boolean;
      /**
       * The sender's id of the message, or undefined when the signature is not good. It must compare in constant
       * time.
       */
      verify: (given: Unchecked, config: Config, stored: Stored) => string | undefined;
    };

/** What a check may look at besides the configuration: it is asked also while the integration is not up. */
export type Stored = {
  /** Of its vault. @throws PorterError when it cannot be opened; such a delivery is refused */
  secret: (key: string) => string | undefined;
};

/** What an integration may use. After its stop all of this throws. */
export type IntegrationContext<Config> = {
  config: Config;
  /** What it keeps over restarts, by its own keys; values are JSON, Dates included. */
  state: {
    get: <T>(key: string, schema: z.ZodType<T>) => T | undefined;
    set: (key: string, value: unknown) => void;
    remove: (key: string) => void;
  };
  /** Credentials, encrypted at rest. */
  vault: {
    get: (key: string) => string | undefined;
    set: (key: string, secret: string) => void;
    remove: (key: string) => void;
  };
  log: Log;
  /** Puts a notification into the inbox. One with the key of an earlier one takes its place. */
  notify: (given: Notice) => void;
  /** The tasks of this Porter, changed in the name of the integration. */
  tasks: TaskTools;
  /** The calendars that it brings. */
  calendars: CalendarTools;
  /** Where others reach its webhook; undefined while Porter has no address outside that is https. */
  webhookUrl: () => string | undefined;
  /** The clock: tests set it. */
  now: () => Date;
  /** The owner's: `Europe/Vienna`. */
  timeZone: string;
  /** Ends when the integration is stopped. */
  signal: AbortSignal;
  /** `fetch` that gives up after 30 s, and when the integration is stopped. */
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
};

export type Notice = {
  key: string;
  title: string;
  body: string;
  /** Path in the web app; its own page when left out. */
  link?: string;
  /** `integration_attention` when left out. */
  kind?: NotificationKind;
};

type WithoutActor<F> = F extends (input: infer Input, actor: never) => infer Result
  ? (input: Input) => Result
  : never;

export type TaskTools = Pick<Tasks, "list" | "get" | "getBy" | "find" | "counts"> & {
  create: WithoutActor<Tasks["create"]>;
  update: WithoutActor<Tasks["update"]>;
};

/**
 * Gives the parts of a definition their types from each other, and forgets them: to the host all integrations are
 * alike. What it hands to them was checked by their own schemas.
 */
export const defineIntegration = <Config extends z.ZodObject, const Actions extends ActionDefinitions>(
  definition: IntegrationDefinition<Config, Actions>,
): IntegrationDefinition => definition;

export const defineAction = <Params extends z.ZodObject, Result extends z.ZodType>(
  action: ActionDefinition<Params, Result>,
): ActionDefinition<Params, Result> => action;
