import Pencil from "lucide-solid/icons/pencil";
import Plus from "lucide-solid/icons/plus";
import Trash from "lucide-solid/icons/trash";
import { createSignal, Show } from "solid-js";
import type { Profile } from "../../../../shared/profile.ts";
import { removeProfile } from "../../actions/profiles.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { permissionWords } from "../../ui/permission-words.ts";
import { Answered } from "../../ui/answered.tsx";
import { ProfileEditor } from "./profiles-form.tsx";

const NEW = "new";

/** What a profile says, in a line. */
const summary = (profile: Profile): string =>
  [
    profile.permissionMode === null ? "" : permissionWords[profile.permissionMode],
    profile.model ?? "",
    profile.cwd ?? "",
    profile.worktree ? "own worktree" : "",
    profile.budgetUsd === null ? "" : `at most $${profile.budgetUsd}`,
    profile.instructions.trim().split("\n")[0] ?? "",
  ]
    .filter((part) => part !== "")
    .join(" · ");

/** Ready-made ways to start an agent. */
export default function Profiles() {
  const query = createQuery(() => api.agents.profiles.queryOptions());
  const [editing, setEditing] = createSignal<string>();
  let add: HTMLButtonElement | undefined;
  const done = () => {
    setEditing(undefined);
    add?.focus();
  };
  return (
    <Answered query={query} explain={explain} problem="The agent profiles could not be loaded" rows={2}>
      {(all) => (
        <>
          <p class="py-2 text-sm text-ink-2">
            A profile is a ready-made way to start an agent: instructions, folder, model, permissions, tools.
            Choose it under the options of a new agent.
          </p>
          <ul>
            <Keyed each={all().items} by={(profile) => profile.id}>
              {(profile) => (
                <li class="border-b border-line">
                  <div class="flex min-h-11 items-center gap-2 py-1">
                    <div class="min-w-0 flex-1">
                      <p class="truncate">{profile().name}</p>
                      <p class="truncate text-xs text-ink-3">{summary(profile())}</p>
                    </div>
                    <Show
                      when={profile().source === "owner"}
                      fallback={<span class="flex-none text-xs text-ink-3">in the configuration</span>}
                    >
                      <button
                        type="button"
                        class="icon-button pointer-coarse:size-11"
                        aria-label={`Change “${profile().name}”`}
                        aria-expanded={editing() === profile().id}
                        onClick={() => setEditing(editing() === profile().id ? undefined : profile().id)}
                      >
                        <Pencil size={15} aria-hidden="true" />
                      </button>
                      <button
                        type="button"
                        class="icon-button pointer-coarse:size-11"
                        aria-label={`Remove “${profile().name}”`}
                        onClick={() => {
                          void removeProfile(profile());
                          add?.focus();
                        }}
                      >
                        <Trash size={15} aria-hidden="true" />
                      </button>
                    </Show>
                  </div>
                  <Show when={editing() === profile().id}>
                    <ProfileEditor profile={profile()} servers={all().servers} done={done} />
                  </Show>
                </li>
              )}
            </Keyed>
          </ul>
          <Show when={editing() === NEW}>
            <ProfileEditor profile={undefined} servers={all().servers} done={done} />
          </Show>
          <button
            ref={(button) => (add = button)}
            type="button"
            class="button mt-3"
            aria-expanded={editing() === NEW}
            onClick={() => setEditing(NEW)}
          >
            <Plus size={15} aria-hidden="true" /> New profile
          </button>
        </>
      )}
    </Answered>
  );
}
