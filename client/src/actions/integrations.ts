import { createSignal } from "solid-js";
import type { Integration, Repair } from "../../../shared/integration.ts";
import { explain } from "../api/errors.ts";
import { applyIntegration } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { send } from "../api/outbox.ts";
import { offerUndo, showToast } from "../shell/toast.ts";

/** The actions on integrations that several pages share. What came of them the stream tells. */

export const isOn = ({ state }: Pick<Integration, "state">): boolean => state !== "disabled";
/** It can be called. */
export const isUp = ({ state }: Pick<Integration, "state">): boolean =>
  state === "ok" || state === "degraded";

const put = (integration: Integration) => applyIntegration({ type: "updated", integration });

async function turn(before: Integration, enabled: boolean, undo?: string): Promise<void> {
  put({
    ...before,
    state: enabled ? "starting" : "disabled",
    since: new Date(),
    error: null,
    retryAt: null,
  });
  const withdraw = undo === undefined ? undefined : offerUndo(undo, () => void turn(before, !enabled));
  try {
    await send(api.integrations.setEnabled, { integrationId: before.id, enabled }, before.name);
  } catch (error) {
    withdraw?.();
    put(before);
    showToast({ message: `Not turned ${enabled ? "on" : "off"}: ${explain(error)}`, kind: "error" });
  }
}

export function toggle(integration: Integration): void {
  const enabled = !isOn(integration);
  void turn(integration, enabled, `${integration.name} is ${enabled ? "on" : "off"}`);
}

/** Leaves Porter for the service, which leads back to it. */
export async function connect(integrationId: string): Promise<void> {
  const { url } = await api.integrations.connect.mutate({ integrationId });
  location.assign(url);
}

/** What a page lets do with an integration that the server must first have done. One thing at a time. */
export function createIntegrationDeeds() {
  /** The id of the integration that something is being done with. */
  const [busy, setBusy] = createSignal<string>();

  async function run(integrationId: string, failed: string, work: () => Promise<unknown>): Promise<void> {
    if (busy() !== undefined) return;
    setBusy(integrationId);
    try {
      await work();
    } catch (error) {
      showToast({ message: `${failed}: ${explain(error)}`, kind: "error" });
    } finally {
      setBusy(undefined);
    }
  }

  const reload = (integrationId: string) =>
    run(integrationId, "Not reloaded", () => api.integrations.reload.mutate({ integrationId }));
  const signIn = (integrationId: string) => run(integrationId, "Not connected", () => connect(integrationId));

  return {
    busy,
    run,
    reload: (integrationId: string) => void reload(integrationId),
    connect: (integrationId: string) => void signIn(integrationId),
    disconnect: (integrationId: string) =>
      void run(integrationId, "Not disconnected", () =>
        api.integrations.disconnect.mutate({ integrationId }),
      ),
    /** Does what a repair's button says. */
    repair: ({ integrationId, button }: Repair) => {
      if (integrationId === null) return;
      if (button === "connect") void signIn(integrationId);
      if (button === "reload") void reload(integrationId);
    },
  };
}
