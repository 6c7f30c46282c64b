import { createUniqueId, For, Show, type JSX } from "solid-js";

/** A field under its name. `children` makes it, with the id that the name speaks of. */
export function Labelled(props: {
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

export const Area = (props: {
  id: string;
  value: string;
  isCode?: boolean;
  change: (value: string) => void;
}) => (
  <textarea
    id={props.id}
    rows={props.isCode ? 2 : 3}
    maxlength={20_000}
    spellcheck={!props.isCode}
    class={`field grow mt-1 max-h-[40dvh] ${props.isCode ? "font-mono !text-[0.8125rem]" : ""}`}
    value={props.value}
    onInput={(event) => props.change(event.currentTarget.value)}
  />
);

export const Choice = <Value extends string>(props: {
  id: string;
  value: string;
  values: readonly Value[];
  words: Record<Value, string>;
  change: (value: string) => void;
}) => (
  <select
    id={props.id}
    class="field mt-1"
    value={props.value}
    onChange={(event) => props.change(event.currentTarget.value)}
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

export const Check = (props: {
  checked: boolean;
  change: (isOn: boolean) => void;
  children: JSX.Element;
}) => (
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
