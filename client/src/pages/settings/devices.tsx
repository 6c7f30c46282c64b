import Trash from "lucide-solid/icons/trash";
import { Show } from "solid-js";
import { Keyed } from "../../ui/keyed.tsx";
import { now } from "../../ui/now.ts";
import { exactTime, timeAgo } from "../../ui/time.ts";
import type { SettingsModel } from "./model.ts";

/** The browsers that get pushes, this one among them. */
export function Devices(props: { model: SettingsModel }) {
  const { model } = props;
  return (
    <Show
      when={model.devices().length > 0}
      fallback={
        <p class="py-2 text-ink-2">
          None yet. Turn notifications on above, in each browser and on each phone that should be told.
        </p>
      }
    >
      <ul>
        <Keyed each={model.devices()} by={(device) => device.id}>
          {(device) => (
            <li class="flex flex-wrap items-center gap-x-2 gap-y-1 border-line py-2.5 not-first:border-t">
              <div class="min-w-0 flex-1 basis-56">
                <p class="truncate font-medium">
                  {device().device}
                  <Show when={model.isThisBrowser(device().endpointHash)}>
                    <span class="ml-2 rounded bg-brass-soft px-1.5 py-0.5 text-xs font-semibold text-brass">
                      this browser
                    </span>
                  </Show>
                </p>
                <Show
                  when={device().error}
                  fallback={
                    <p class="text-xs text-ink-3">
                      <Show when={device().lastSentAt} fallback="Nothing was sent yet">
                        {(at) => (
                          <time dateTime={at().toISOString()} title={exactTime(at())}>
                            Last push {timeAgo(at(), now())}
                          </time>
                        )}
                      </Show>
                    </p>
                  }
                >
                  {(error) => <p class="text-xs break-words text-danger">{error()}</p>}
                </Show>
              </div>
              <button
                type="button"
                class="button"
                aria-label={`Send a test to ${device().device}`}
                disabled={model.busy() !== undefined}
                onClick={() => model.test("push", device().id)}
              >
                {model.busy() === device().id ? "Sending…" : "Send a test"}
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={`Remove ${device().device}`}
                title="Remove"
                disabled={model.busy() !== undefined}
                onClick={() =>
                  model.isThisBrowser(device().endpointHash)
                    ? model.turnOff()
                    : model.removeDevice(device().id)
                }
              >
                <Trash size={16} aria-hidden="true" />
              </button>
            </li>
          )}
        </Keyed>
      </ul>
    </Show>
  );
}
