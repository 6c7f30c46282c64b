import { createMemo, createSignal } from "solid-js";
import type {
  ChannelChoice,
  ChannelStatus,
  NotificationChannel,
  NotificationKind,
} from "../../../../shared/notification.ts";
import { explain, porterError } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { queryClient } from "../../api/query-client.ts";
import { showToast } from "../../shell/toast.ts";
import { lookAtThisBrowser, subscribe, unsubscribe, type ThisBrowser } from "./this-browser.ts";

const isChoice = (kind: NotificationKind, channel: NotificationChannel) => (choice: ChannelChoice) =>
  choice.kind === kind && choice.channel === channel;

export function createSettings() {
  const status = createQuery(() => api.channels.status.queryOptions());
  const system = createQuery(() => api.system.status.queryOptions());
  // What was sent, and how Porter is, changes without an event.
  status.refetch();
  system.refetch();
  const [browser, setBrowser] = createSignal<ThisBrowser>();
  const look = async () => {
    // A browser that refuses to say what it can cannot do it.
    setBrowser(await lookAtThisBrowser().catch((): ThisBrowser => ({ state: "unsupported" })));
  };
  void look();
  /** What is being done, by a name of the caller's; its button rests as long. */
  const [busy, setBusy] = createSignal<string>();

  /** One thing at a time; a failure is told and changes nothing. */
  async function run(name: string, failed: string, work: () => Promise<unknown>): Promise<void> {
    if (busy() !== undefined) return;
    setBusy(name);
    try {
      await work();
    } catch (error) {
      // The browser's own refusals (DOMException, the late worker) have words of their own.
      const why = error instanceof Error && !porterError(error) && error.name !== "TRPCClientError";
      showToast({ message: `${failed}: ${why ? error.message : explain(error)}`, kind: "error" });
    } finally {
      setBusy(undefined);
      await look();
      status.refetch();
    }
  }

  const turnOn = () =>
    run("push", "Not turned on", async () => {
      const { publicKey } = await api.channels.status.query();
      const given = await subscribe(publicKey);
      if (given) await api.channels.subscribe.mutate(given);
    });
  const turnOff = () =>
    run("push", "Not turned off", async () => {
      const endpoint = await unsubscribe();
      if (endpoint !== undefined) await api.channels.unsubscribe.mutate({ endpoint });
    });

  const statusKey = api.channels.status.queryKey(undefined, "query");
  const putChoice = (choice: ChannelChoice) =>
    queryClient.setQueryData<ChannelStatus>(
      statusKey,
      (all) =>
        all && {
          ...all,
          choices: [...all.choices.filter((other) => !isChoice(choice.kind, choice.channel)(other)), choice],
        },
    );
  async function choose(choice: ChannelChoice): Promise<void> {
    putChoice(choice);
    try {
      await api.channels.setChoice.mutate(choice);
    } catch (error) {
      putChoice({ ...choice, enabled: !choice.enabled });
      showToast({ message: `Not saved: ${explain(error)}`, kind: "error" });
    }
  }

  const devices = createMemo(() => status.data()?.devices ?? []);
  const [signInLink, setSignInLink] = createSignal<string>();

  return {
    status,
    system,
    devices,
    busy,
    /** On only if Porter knows this subscription, too. */
    pushState: createMemo(() => {
      const found = browser();
      if (found?.state !== "on" || !status.data()) return found?.state;
      return devices().some(({ endpointHash }) => endpointHash === found.endpointHash) ? "on" : "off";
    }),
    isThisBrowser: (endpointHash: string) => endpointHash === browser()?.endpointHash,
    turnOn: () => void turnOn(),
    turnOff: () => void turnOff(),
    removeDevice: (id: string) => void run(id, "Not removed", () => api.channels.removeDevice.mutate({ id })),
    /** Through one channel, or to one device. */
    test: (channel: NotificationChannel, deviceId?: string) =>
      void run(deviceId ?? channel, "The test failed", async () => {
        await api.channels.test.mutate({ channel, ...(deviceId && { deviceId }) });
        showToast({ message: "Test sent" });
      }),
    isConfigured: (channel: NotificationChannel) =>
      channel === "push" || (status.data()?.configured.includes(channel) ?? false),
    errorOf: (channel: NotificationChannel) =>
      status.data()?.errors.find((each) => each.channel === channel)?.message,
    /** A choice that was never made is on. */
    isOn: (kind: NotificationKind, channel: NotificationChannel) =>
      status.data()?.choices.find(isChoice(kind, channel))?.enabled ?? true,
    choose: (choice: ChannelChoice) => void choose(choice),
    signOutBrowsers: () => void run("sign-out", "Not signed out", () => api.auth.signOutBrowsers.mutate()),
    signInLink,
    makeSignInLink: () =>
      void run("link", "No link made", async () => {
        setSignInLink((await api.auth.createSignInLink.mutate()).url);
      }),
  };
}
export type SettingsModel = ReturnType<typeof createSettings>;
