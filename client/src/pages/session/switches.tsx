import { createMemo, For, Show } from "solid-js";
import type { PermissionMode, Session } from "../../../../shared/session.ts";
import { steerSession } from "../../actions/agents.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { efforts, effortWords } from "../../ui/effort-words.ts";
import { modelWords } from "../../ui/model-words.ts";
import { isPermissionMode, permissionModes, permissionWords } from "../../ui/permission-words.ts";

/** As much as fits under the field; the whole words are in its title. */
const shortWords: Record<PermissionMode, string> = {
  default: "Ask first",
  acceptEdits: "Edit files",
  plan: "Plan only",
  bypassPermissions: "Never ask",
};

const look =
  "h-8 min-w-0 max-w-[8.5rem] [field-sizing:content] truncate rounded-lg bg-transparent px-1.5 text-xs text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11 max-sm:appearance-none";

/** Permissions count at once; model and effort from the next message on. */
export default function Switches(props: { session: Session }) {
  const models = createQuery(() => api.agents.models.queryOptions());
  const choices = createMemo(() => models.data()?.items ?? []);
  const chosen = createMemo(() => {
    const { model } = props.session;
    return choices().find((choice) => model !== null && [choice.value, choice.model].includes(model));
  });
  const offered = createMemo(() => chosen()?.efforts ?? efforts);
  const steer = (change: Partial<Pick<Session, "model" | "effort" | "permissionMode">>) =>
    steerSession(props.session, change);
  return (
    <>
      <select
        class={look}
        aria-label="Permissions"
        title={`Permissions: ${permissionWords[props.session.permissionMode]}`}
        value={props.session.permissionMode}
        onChange={({ currentTarget: { value } }) =>
          isPermissionMode(value) && steer({ permissionMode: value })
        }
      >
        <For each={permissionModes}>
          {(mode) => (
            <option value={mode} selected={mode === props.session.permissionMode}>
              {shortWords[mode]}
            </option>
          )}
        </For>
      </select>
      <select
        class={look}
        aria-label="Model"
        title="Model, from the next message on"
        onChange={({ currentTarget: { value } }) => steer({ model: value === "" ? null : value })}
      >
        <option value="" selected={props.session.model === null}>
          Claude's choice
        </option>
        <Show when={!chosen() && props.session.model}>
          {(model) => (
            <option value={model()} selected>
              {modelWords(model())}
            </option>
          )}
        </Show>
        <For each={choices()}>
          {(choice) => (
            <option value={choice.value} selected={choice === chosen()}>
              {choice === chosen() && choice.model ? modelWords(choice.model) : choice.name}
            </option>
          )}
        </For>
      </select>
      <Show when={offered().length > 0}>
        <select
          class={look}
          aria-label="Effort"
          title="How hard the model thinks, from the next message on"
          onChange={({ currentTarget: { value } }) =>
            steer({ effort: efforts.find((effort) => effort === value) ?? null })
          }
        >
          <option value="" selected={props.session.effort === null}>
            Effort
          </option>
          <For each={offered()}>
            {(effort) => (
              <option value={effort} selected={effort === props.session.effort}>
                {effortWords[effort]}
              </option>
            )}
          </For>
        </select>
      </Show>
    </>
  );
}
