import { createMemo, For, Show } from "solid-js";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { efforts, effortWords } from "../../ui/effort-words.ts";
import { permissionModes, permissionWords } from "../../ui/permission-words.ts";
import { StartFolder } from "./folder.tsx";
import type { StartModel } from "./model.ts";
import { StartTold } from "./told.tsx";

type Option = { value: string; words: string };

/** How the agent starts: each field that is left alone says what the profile or the configuration says. */
export default function StartFields(props: { model: StartModel }) {
  const profiles = createQuery(() => api.agents.profiles.queryOptions());
  const models = createQuery(() => api.agents.models.queryOptions());
  const items = () => profiles.data()?.items ?? [];
  const { profile } = props.model;
  const unsaid = () => (profile() ? "As the profile says" : "As configured");
  const modelOptions = createMemo(() =>
    (models.data()?.items ?? []).map(({ value, name }) => ({ value, words: name })),
  );
  return (
    <div class="grid gap-x-4 gap-y-3 px-4 pt-1 pb-4 @md:grid-cols-2">
      <div>
        <Choice
          id="profile"
          label="Profile"
          none="None"
          value={props.model.profileId()}
          options={items().map(({ id, name }) => ({ value: id, words: name }))}
          choose={props.model.chooseProfile}
          describedBy="profile-help"
        />
        <p id="profile-help" class="mt-1 text-xs text-ink-3">
          Ready-made ways to start, <a href="/settings#profiles">made in the settings</a>.
        </p>
      </div>
      <Choice
        id="permissions"
        label="Permissions"
        none={unsaid()}
        value={props.model.permissions() ?? ""}
        options={permissionModes.map((value) => ({ value, words: permissionWords[value] }))}
        choose={props.model.setPermissions}
      />
      <Choice
        id="model"
        label="Model"
        none={unsaid()}
        value={props.model.modelName()}
        options={modelOptions()}
        choose={props.model.setModelName}
      />
      <Choice
        id="effort"
        label="Effort"
        none={unsaid()}
        value={props.model.effort() ?? ""}
        options={efforts.map((value) => ({ value, words: effortWords[value] }))}
        choose={props.model.setEffort}
      />
      <StartFolder
        model={props.model}
        profileFolder={profile()?.cwd ?? undefined}
        isOwn={props.model.worktree() ?? profile()?.worktree ?? false}
      />
      <Show when={profiles.error()}>
        <p class="text-sm text-danger @md:col-span-2">The profiles could not be loaded.</p>
      </Show>
      <StartTold model={props.model} />
    </div>
  );
}

function Choice(props: {
  id: string;
  label: string;
  /** The words of no choice. */
  none: string;
  value: string;
  options: readonly Option[];
  choose: (value: string) => void;
  describedBy?: string;
}) {
  return (
    <div>
      <label for={props.id} class="text-sm font-semibold">
        {props.label}
      </label>
      <select
        id={props.id}
        class="field mt-1"
        aria-describedby={props.describedBy}
        value={props.value}
        onChange={(event) => props.choose(event.currentTarget.value)}
      >
        <option value="">{props.none}</option>
        <For each={props.options}>
          {({ value, words }) => (
            <option value={value} selected={value === props.value}>
              {words}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}
