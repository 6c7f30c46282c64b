import type { Config } from "../config/load.ts";
import type { Db } from "../db/open.ts";
import type { EventLog } from "../events/log.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications/service.ts";
import { ATTENTION_SPAN, createAttention } from "./attention.ts";
import { createConfiguredChannel } from "./configured.ts";
import { dispatch, RETRIES, type Retries } from "./dispatcher.ts";
import { createNtfy } from "./ntfy.ts";
import { createPushChannel } from "./push.ts";
import { createChannels } from "./service.ts";
import { createChannelStore } from "./store.ts";
import { contactOf, loadVapidKeys } from "./vapid.ts";
import { createWebhook } from "./webhook.ts";

/** Puts the parts together. `run` hands out notifications until the signal, and resolves when all is quiet. */
export function createChannelRoom(deps: {
  db: Db;
  events: EventLog;
  notifications: Notifications;
  config: Config["channels"];
  publicUrl: string | undefined;
  dataDir: string;
  log: Log;
  signal: AbortSignal;
  attentionSpan?: number;
  retries?: Retries;
}) {
  const { db, events, notifications, config, publicUrl, log, signal } = deps;
  const store = createChannelStore(db);
  const attention = createAttention(deps.attentionSpan ?? ATTENTION_SPAN);
  const keys = loadVapidKeys(deps.dataDir);
  // Without a public address there is no link that another device could open.
  const linkTo = (path: string): string | null =>
    publicUrl === undefined ? null : `${new URL(publicUrl).origin}${path}`;

  const push = createPushChannel({
    store,
    keys,
    contact: contactOf(publicUrl),
    onGone: (endpoint) => channels.unsubscribe(endpoint, "porter"),
    log,
  });
  const configured = [
    ...(config.webhook ? [createConfiguredChannel("webhook", createWebhook(config.webhook, linkTo))] : []),
    ...(config.ntfy ? [createConfiguredChannel("ntfy", createNtfy(config.ntfy, linkTo))] : []),
  ];
  const all = [push, ...configured].map((channel) => ({
    channel,
    tally: { channel: channel.name, sent: 0, gone: 0, failed: 0 },
  }));
  const channels = createChannels({
    store,
    events,
    attention,
    publicKey: keys.publicKey,
    push,
    configured,
    tallies: all.map(({ tally }) => tally),
    signal,
  });
  store.keepCursors(all.map(({ channel }) => channel.name));

  const retries = deps.retries ?? RETRIES;
  const common = { notifications, store, attention, events, retries, log, signal };
  return {
    channels,
    run: async (): Promise<void> =>
      void (await Promise.all(all.map((one) => dispatch({ ...common, ...one })))),
  };
}
