import superjson from "superjson";
import type { Actor } from "../../shared/actor.ts";
import { shorten } from "../../shared/text.ts";
import { PorterError } from "../errors.ts";
import type { Calendars } from "../calendar/service.ts";
import type { CalendarTools } from "../calendar/tools.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import type { Tasks } from "../tasks/service.ts";
import type { Clock } from "./clock.ts";
import type { IntegrationContext, Notice, TaskTools } from "./contract.ts";
import { IntegrationError } from "./error.ts";
import type { IntegrationStore } from "./store.ts";
import { OWN_KEYS, type Vault } from "./vault.ts";

/** In ms. */
const FETCH_LIMIT = 30_000;
const MAX_VALUE_BYTES = 64 * 1024;
const MAX_KEY = 200;
const MAX_TITLE = 300;
const MAX_BODY = 5_000;

type ContextDeps = {
  id: string;
  config: Record<string, unknown>;
  store: Pick<IntegrationStore, "findState" | "saveState" | "removeState">;
  vault: Vault;
  tasks: Tasks;
  calendars: Pick<Calendars, "toolsFor">;
  notifications: Pick<Notifications, "notify">;
  /** The address outside, if there is one. */
  publicUrl?: string | undefined;
  /** False: it has told too much of late. */
  mayNotify: () => boolean;
  clock: Clock;
  timeZone: string;
  log: Log;
  signal: AbortSignal;
};

/** What one set-up of an integration works with, until it is closed. */
export function openContext(deps: ContextDeps) {
  const { id, store, vault, tasks, notifications, signal } = deps;
  const actor: Actor = `integration:${id}`;
  const log = deps.log.child({ integration: id });
  let isClosed = false;

  /** Whatever a timer that was left behind calls does nothing, and tells it so. */
  function open<Args extends unknown[], Result>(work: (...args: Args) => Result) {
    return (...args: Args): Result => {
      if (isClosed) throw new Error(`The integration "${id}" was stopped; its context is closed.`);
      return work(...args);
    };
  }

  function notify({ key, title, body, link = `/integrations/${id}`, kind }: Notice): void {
    requireKey(key);
    if (!/^\/(?!\/)/.test(link)) throw new Error("The link of a notification is a path of the web app.");
    if (!deps.mayNotify()) return;
    notifications.notify(
      {
        kind: kind ?? "integration_attention",
        key: `${actor}/${key}`,
        title: shorten(title.toWellFormed().replaceAll("\0", ""), MAX_TITLE),
        body: shorten(body.toWellFormed().replaceAll("\0", ""), MAX_BODY),
        link,
      },
      actor,
    );
  }

  const context: IntegrationContext<Record<string, unknown>> = {
    config: deps.config,
    state: {
      get: open((key, schema) => {
        requireKey(key);
        // What another version has left, and what does not fit any more, is as good as nothing.
        return schema.safeParse(store.findState(id, key)).data;
      }),
      set: open((key: string, value: unknown) => {
        requireKey(key);
        if (Buffer.byteLength(superjson.stringify(value)) > MAX_VALUE_BYTES)
          throw new Error(`The state "${key}" is longer than ${MAX_VALUE_BYTES / 1024} KiB.`);
        store.saveState(id, key, value);
      }),
      remove: open((key: string) => {
        requireKey(key);
        store.removeState(id, key);
      }),
    },
    vault: {
      get: open((key: string) => {
        requireKey(key);
        try {
          return vault.get(id, key);
        } catch (cause) {
          if (!(cause instanceof PorterError)) throw cause;
          throw new IntegrationError("auth", cause.message, { cause });
        }
      }),
      set: open((key: string, secret: string) => {
        requireKey(key);
        vault.set(id, key, secret);
      }),
      remove: open((key: string) => {
        requireKey(key);
        vault.remove(id, key);
      }),
    },
    log,
    notify: open(notify),
    tasks: taskTools(tasks, actor, open),
    calendars: calendarTools(deps.calendars.toolsFor(id), open),
    webhookUrl: open(() => {
      const url = deps.publicUrl === undefined ? undefined : new URL(`/webhooks/${id}`, deps.publicUrl);
      return url?.protocol === "https:" ? url.href : undefined;
    }),
    now: open(() => deps.clock.now()),
    timeZone: deps.timeZone,
    signal,
    fetch: open((input: string | URL, init: RequestInit = {}) => {
      signal.throwIfAborted();
      const signals = [signal, AbortSignal.timeout(FETCH_LIMIT), ...(init.signal ? [init.signal] : [])];
      return fetch(input, { ...init, signal: AbortSignal.any(signals) });
    }),
  };

  return {
    context,
    /** Those of the context are changed in the integration's name; these in that of the actor. */
    tasksFor: (actor: Actor): TaskTools => taskTools(tasks, actor, open),
    close(): void {
      isClosed = true;
      log.level = "silent";
    },
  };
}

type Open = <Args extends unknown[], Result>(work: (...args: Args) => Result) => (...args: Args) => Result;

function taskTools(
  { list, get, getBy, find, counts, create, update }: Tasks,
  actor: Actor,
  open: Open,
): TaskTools {
  return {
    list: open(list),
    get: open(get),
    getBy: open(getBy),
    find: open(find),
    counts: open(counts),
    create: open((input) => create(input, actor)),
    update: open((change) => update(change, actor)),
  };
}

function calendarTools(tools: CalendarTools, open: Open): CalendarTools {
  return {
    put: open(tools.put),
    list: open(tools.list),
    remove: open(tools.remove),
    sync: open(tools.sync),
    events: open(tools.events),
    event: open(tools.event),
    eventOf: open(tools.eventOf),
    target: open(tools.target),
    freeTime: open(tools.freeTime),
  };
}

/** @throws Error for a key that integrations cannot have */
export function requireKey(key: string): void {
  if (key.length === 0 || key.length > MAX_KEY) throw new Error(`A key has 1 to ${MAX_KEY} characters.`);
  if (key.startsWith(OWN_KEYS)) throw new Error(`Keys that begin with "${OWN_KEYS}" are Porter's own.`);
}
