import { createSignal, createUniqueId, For, onMount, Show, type JSX } from "solid-js";
import type { Profile } from "../../../../shared/profile.ts";
import { saveProfile } from "../../actions/profiles.ts";
import { explain } from "../../api/errors.ts";
import { newId } from "../../api/ids.ts";
import { effortWords, efforts, isEffort } from "../../ui/effort-words.ts";
import { isPermissionMode, permissionModes, permissionWords } from "../../ui/permission-words.ts";
import { partWords } from "../../ui/told-words.ts";
import { formOf, profileOf, type ProfileForm } from "./profiles-form-model.ts";

/** Its own instructions are what a profile is made for: they are left out only where one session is started. */
const leavable = ["integrations", "calendar", "task", "earlier"] as const;

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
  const setForm = <Key extends keyof ProfileForm>(key: Key, value: ProfileForm[Key]) =>
    setWhole({ ...form(), [key]: value });
  const id = profile?.id ?? newId();
  const [isSaving, setSaving] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  let name: HTMLInputElement | undefined;
  onMount(() => name?.focus());

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
  const text = (key: "name" | "model" | "cwd" | "budgetUsd") => ({
    get value() {
      return form()[key];
    },
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) =>
      setForm(key, event.currentTarget.value),
  });

  return (
    <form
      aria-label={profile ? `Change “${profile.name}”` : "New agent profile"}
      class="my-2 grid gap-x-4 gap-y-3 rounded-lg border border-line-strong bg-sheet p-4 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Labelled label="Name" isWide>
        {(field) => (
          <input
            ref={(input) => (name = input)}
            id={field}
            class="field mt-1"
            required
            maxlength={100}
            {...text("name")}
          />
        )}
      </Labelled>
      <Labelled label="Instructions" isWide help="Told to the agent beside its task.">
        {(field) => (
          <Area
            id={field}
            form={form()}
            name="instructions"
            set={(value) => setForm("instructions", value)}
          />
        )}
      </Labelled>
      <Labelled label="Folder" help="Inside one that the configuration allows.">
        {(field) => (
          <input
            id={field}
            class="field mt-1 font-mono !text-[0.8125rem]"
            spellcheck={false}
            placeholder="As configured"
            {...text("cwd")}
          />
        )}
      </Labelled>
      <Labelled label="Permissions">
        {(field) => (
          <Choice
            id={field}
            value={form().permissionMode}
            words={permissionWords}
            values={permissionModes}
            choose={(value) => setForm("permissionMode", value)}
          />
        )}
      </Labelled>
      <Labelled label="Model" help="A name that your Claude knows, such as sonnet.">
        {(field) => (
          <input
            id={field}
            class="field mt-1"
            spellcheck={false}
            placeholder="As configured"
            {...text("model")}
          />
        )}
      </Labelled>
      <Labelled label="Effort">
        {(field) => (
          <Choice
            id={field}
            value={form().effort}
            words={effortWords}
            values={efforts}
            choose={(value) => setForm("effort", value)}
          />
        )}
      </Labelled>
      <Labelled label="Tools without asking" help="One rule a line: Bash(git status:*)">
        {(field) => (
          <Area
            id={field}
            isCode
            form={form()}
            name="allowedTools"
            set={(value) => setForm("allowedTools", value)}
          />
        )}
      </Labelled>
      <Labelled label="Tools never used" help="Denied in every mode.">
        {(field) => (
          <Area
            id={field}
            isCode
            form={form()}
            name="deniedTools"
            set={(value) => setForm("deniedTools", value)}
          />
        )}
      </Labelled>
      <Labelled label="Budget in US dollars">
        {(field) => (
          <input
            id={field}
            class="field mt-1"
            type="number"
            min="0.01"
            max="10000"
            step="0.01"
            placeholder="As configured"
            {...text("budgetUsd")}
          />
        )}
      </Labelled>
      <div class="flex flex-col gap-1">
        <Check checked={form().worktree} change={(isOn) => setForm("worktree", isOn)}>
          A git worktree for each session
        </Check>
        <Show when={props.servers.length > 0}>
          <Check checked={form().allServers} change={(isOn) => setForm("allServers", isOn)}>
            All MCP servers
          </Check>
        </Show>
        <Show when={!form().allServers}>
          <div role="group" aria-label="MCP servers" class="ml-6 flex flex-col">
            <For each={props.servers}>
              {(server) => (
                <Check
                  checked={form().mcpServers.includes(server)}
                  change={(isOn) => {
                    const others = form().mcpServers.filter((other) => other !== server);
                    setForm("mcpServers", isOn ? [...others, server] : others);
                  }}
                >
                  {server}
                </Check>
              )}
            </For>
          </div>
        </Show>
      </div>
      <fieldset class="sm:col-span-2">
        <legend class="text-sm font-semibold">What its sessions are told of</legend>
        <div class="mt-1 grid gap-x-4 sm:grid-cols-2">
          <For each={leavable}>
            {(part) => (
              <Check
                checked={!form().leftOut.includes(part)}
                change={(isTold) => {
                  const others = form().leftOut.filter((other) => other !== part);
                  setForm("leftOut", isTold ? others : [...others, part]);
                }}
              >
                {partWords[part]}
              </Check>
            )}
          </For>
        </div>
      </fieldset>
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

function Labelled(props: {
  label: string;
  help?: string;
  isWide?: boolean;
  children: (id: string) => JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div class={props.isWide ? "sm:col-span-2" : ""}>
      <label for={id} class="text-sm font-semibold">
        {props.label}
      </label>
      {props.children(id)}
      <Show when={props.help}>
        <p class="mt-1 text-xs text-ink-3">{props.help}</p>
      </Show>
    </div>
  );
}

const Area = (props: {
  id: string;
  form: ProfileForm;
  name: "instructions" | "allowedTools" | "deniedTools";
  isCode?: boolean;
  set: (value: string) => void;
}) => (
  <textarea
    id={props.id}
    rows={props.isCode ? 2 : 3}
    maxlength={20_000}
    spellcheck={!props.isCode}
    class={`field grow mt-1 max-h-[40dvh] ${props.isCode ? "font-mono !text-[0.8125rem]" : ""}`}
    value={props.form[props.name]}
    onInput={(event) => props.set(event.currentTarget.value)}
  />
);

const Choice = <Value extends string>(props: {
  id: string;
  value: string;
  values: readonly Value[];
  words: Record<Value, string>;
  choose: (value: string) => void;
}) => (
  <select
    id={props.id}
    class="field mt-1"
    value={props.value}
    onChange={(event) => props.choose(event.currentTarget.value)}
  >
    <option value="">As configured</option>
    <For each={props.values}>
      {(value) => (
        <option value={value} selected={value === props.value}>
          {props.words[value]}
        </option>
      )}
    </For>
  </select>
);

const Check = (props: { checked: boolean; change: (isOn: boolean) => void; children: JSX.Element }) => (
  <label class="flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-11">
    <input
      type="checkbox"
      class="check"
      checked={props.checked}
      onChange={(event) => props.change(event.currentTarget.checked)}
    />
    {props.children}
  </label>
);
