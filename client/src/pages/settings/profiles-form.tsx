import { createSignal, Show } from "solid-js";
import type { Profile } from "../../../../shared/profile.ts";
import { saveProfile } from "../../actions/profiles.ts";
import { explain } from "../../api/errors.ts";
import { newId } from "../../api/ids.ts";
import { isEffort } from "../../ui/effort-words.ts";
import { isPermissionMode } from "../../ui/permission-words.ts";
import { ProfileBasics } from "./profile-basics.tsx";
import { ProfileLimits } from "./profile-limits.tsx";
import { ProfileTold } from "./profile-told.tsx";
import { formOf, profileOf, type ProfileFields } from "./profiles-form-model.ts";

export function ProfileEditor(props: {
  /** Undefined: a new one. */
  profile: Profile | undefined;
  servers: readonly string[];
  done: () => void;
}) {
  // The form is its own from the start: what others save meanwhile does not change what is being typed.
  // eslint-disable-next-line solid/reactivity
  const { profile } = props;
  const [form, setWhole] = createSignal(formOf(profile));
  const fields: ProfileFields = { form, set: (key, value) => setWhole({ ...form(), [key]: value }) };
  const id = profile?.id ?? newId();
  const [isSaving, setSaving] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();

  async function save(): Promise<void> {
    if (isSaving()) return;
    setSaving(true);
    setProblem(undefined);
    try {
      await saveProfile(profileOf(id, form(), { isEffort, isPermissionMode }));
      props.done();
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <form
      aria-label={profile ? `Change “${profile.name}”` : "New agent profile"}
      class="my-2 grid gap-x-4 gap-y-3 rounded-lg border border-line-strong bg-sheet p-4 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ProfileBasics fields={fields} />
      <ProfileLimits fields={fields} servers={props.servers} />
      <ProfileTold fields={fields} />
      <Show when={problem()}>
        <p role="alert" class="break-words text-danger sm:col-span-2">
          Not saved: {problem()}
        </p>
      </Show>
      <div class="flex gap-2 sm:col-span-2">
        <button
          type="submit"
          class="button"
          data-kind="main"
          disabled={isSaving() || form().name.trim() === ""}
        >
          {isSaving() ? "Saving…" : "Save"}
        </button>
        <button type="button" class="button" data-kind="quiet" onClick={() => props.done()}>
          Cancel
        </button>
      </div>
    </form>
  );
}
