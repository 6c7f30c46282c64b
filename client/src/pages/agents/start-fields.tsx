import { createMemo, For, Show } from "solid-js";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { permissionModes, permissionWords } from "../../ui/permission-words.ts";
import { StartFolder } from "./start-folder.tsx";
import type { StartModel } from "./start-model.ts";
import { StartTold } from "./start-told.tsx";

export default function StartFields(props: { model: StartModel }) {
  const profiles = createQuery(() => api.agents.profiles.queryOptions());
  const items = () => profiles.data()?.items ?? [];
  const profile = createMemo(() => items().find(({ id }) => id === props.model.profileId()));
  const unsaid = () => (profile() ? "As the profile says" : "As configured");
  return (
    <div class="grid gap-x-4 gap-y-3 px-4 pt-1 pb-4 sm:grid-cols-2">
      <div>
        <label for="profile" class="text-sm font-semibold">
          Profile
        </label>
        <select
          id="profile"
          class="field mt-1"
          aria-describedby="profile-help"
          value={props.model.profileId()}
          onChange={(event) => props.model.chooseProfile(event.currentTarget.value)}
        >
          <option value="">None</option>
          <For each={items()}>
            {({ id, name }) => (
              <option value={id} selected={id === props.model.profileId()}>
                {name}
              </option>
            )}
          </For>
        </select>
        <p id="profile-help" class="mt-1 text-xs text-ink-3">
          Ready-made ways to start, <a href="/settings#profiles">made in the settings</a>.
        </p>
      </div>
      <div>
        <label for="permissions" class="text-sm font-semibold">
          Permissions
        </label>
        <select
          id="permissions"
          class="field mt-1"
          value={props.model.permissions() ?? ""}
          onChange={(event) => props.model.setPermissions(event.currentTarget.value)}
        >
          <option value="">{unsaid()}</option>
          <For each={permissionModes}>{(mode) => <option value={mode}>{permissionWords[mode]}</option>}</For>
        </select>
      </div>
      <StartFolder
        model={props.model}
        profileFolder={profile()?.cwd ?? undefined}
        isOwn={props.model.worktree() ?? profile()?.worktree ?? false}
      />
      <Show when={profiles.error()}>
        <p class="text-sm text-danger sm:col-span-2">The profiles could not be loaded.</p>
      </Show>
      <StartTold model={props.model} />
    </div>
  );
}
