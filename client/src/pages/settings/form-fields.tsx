import { createUniqueId, For, Show, splitProps, type JSX } from "solid-js";

type Named = { label: string; help?: string; isWide?: boolean };
type Coded = { isCode?: boolean };

const CODE = "font-mono !text-[0.8125rem]";

/** A field under its name. `children` makes it, with the id that the name speaks of. */
function Labelled(props: Named & { children: (id: string) => JSX.Element }) {
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

type LineProps = Named & Coded & { value: string; change: (value: string) => void };
type InputProps = Omit<
  JSX.InputHTMLAttributes<HTMLInputElement>,
  keyof LineProps | "id" | "class" | "onInput"
>;

/** What else an `<input>` can have may be given, too. */
export function Line(props: LineProps & InputProps) {
  const [own, others] = splitProps(props, ["label", "help", "isWide", "isCode", "change"]);
  return (
    <Labelled {...own}>
      {(id) => (
        <input
          id={id}
          class={`field mt-1 ${own.isCode ? CODE : ""}`}
          onInput={(event) => own.change(event.currentTarget.value)}
          {...others}
        />
      )}
    </Labelled>
  );
}

export const Area = (props: LineProps) => (
  <Labelled {...props}>
    {(id) => (
      <textarea
        id={id}
        rows={props.isCode ? 2 : 3}
        maxlength={20_000}
        spellcheck={!props.isCode}
        class={`field grow mt-1 max-h-[40dvh] ${props.isCode ? CODE : ""}`}
        value={props.value}
        onInput={(event) => props.change(event.currentTarget.value)}
      />
    )}
  </Labelled>
);

export const Choice = <Value extends string>(
  props: Named & {
    value: string;
    values: readonly Value[];
    words: Record<Value, string>;
    change: (value: string) => void;
  },
) => (
  <Labelled {...props}>
    {(id) => (
      <select
        id={id}
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
    )}
  </Labelled>
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
