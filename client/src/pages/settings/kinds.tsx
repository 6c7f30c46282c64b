import { For, Show } from "solid-js";
import type { NotificationChannel } from "../../../../shared/notification.ts";
import { notificationKinds, notificationLamps, notificationWords } from "../../ui/notification-words.ts";
import { WithCode } from "../../ui/with-code.tsx";
import type { SettingsModel } from "./model.ts";

const channels: { channel: NotificationChannel; name: string }[] = [
  { channel: "push", name: "Push" },
  { channel: "webhook", name: "Webhook" },
  { channel: "ntfy", name: "ntfy" },
];

const howToSetUp = (missing: { channel: NotificationChannel; name: string }[]): string => {
  const names = missing.map(({ name }) => name).join(" and ");
  const places = missing.map(({ channel }) => `\`[channels.${channel}]\``).join(" and ");
  return `${names} ${missing.length === 1 ? "is" : "are"} set up in \`config/home.toml\`, under ${places}.`;
};

/** Kinds × channels. The inbox has all of them, whatever is chosen here. */
export function Kinds(props: { model: SettingsModel }) {
  const { model } = props;
  const missing = () => channels.filter(({ channel }) => !model.isConfigured(channel));
  const configured = () =>
    channels.filter(({ channel }) => channel !== "push" && model.isConfigured(channel));
  return (
    <>
      <p class="py-2 text-sm text-ink-2">Everything comes to the inbox. Choose what also leaves Porter.</p>
      <table class="w-full">
        <thead>
          <tr class="border-b border-line text-sm text-ink-2">
            <th scope="col" class="py-2 text-left font-medium">
              Kind
            </th>
            <For each={channels}>
              {({ name }) => (
                <th scope="col" class="w-16 py-2 text-center font-medium sm:w-24">
                  {name}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={notificationKinds}>
            {(kind) => (
              <tr class="border-b border-line">
                <th scope="row" class="py-1 text-left font-normal">
                  <span class="flex items-center gap-3">
                    <span
                      class={`lamp ml-1 ${notificationLamps[kind].ink}`}
                      data-aspect={notificationLamps[kind].aspect}
                      aria-hidden="true"
                    />
                    {notificationWords[kind]}
                  </span>
                </th>
                <For each={channels}>
                  {({ channel, name }) => (
                    <td class="text-center">
                      <label class="inline-grid size-9 place-items-center pointer-coarse:size-11">
                        <input
                          type="checkbox"
                          class="size-4 accent-brass"
                          aria-label={`${notificationWords[kind]}: ${name}`}
                          checked={model.isConfigured(channel) && model.isOn(kind, channel)}
                          disabled={!model.isConfigured(channel)}
                          onChange={(event) =>
                            model.choose({ kind, channel, enabled: event.currentTarget.checked })
                          }
                        />
                      </label>
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <For each={configured()}>
        {({ channel, name }) => (
          <div class="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1">
            <button
              type="button"
              class="button"
              disabled={model.busy() !== undefined}
              onClick={() => model.test(channel)}
            >
              {model.busy() === channel ? "Sending…" : `Send a test to the ${name}`}
            </button>
            <Show when={model.errorOf(channel)}>
              {(error) => (
                <p class="min-w-0 flex-1 text-sm break-words text-danger">
                  The last delivery failed: {error()}
                </p>
              )}
            </Show>
          </div>
        )}
      </For>
      <Show when={missing().length > 0}>
        <p class="mt-3 text-sm text-ink-3">
          <WithCode text={howToSetUp(missing())} />
        </p>
      </Show>
    </>
  );
}
