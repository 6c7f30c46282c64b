import { createUniqueId, For, Match, Show, Switch } from "solid-js";
import { complaintAboutJson, isFilled, type Values } from "./form-values.ts";
import type { Field } from "./schema-fields.ts";

type Of<K extends Field["kind"]> = Extract<Field, { kind: K }>;
type Props<F extends Field = Field> = {
  field: F;
  values: Values;
  /** What the server has against them, by their keys. */
  complaints: Readonly<Record<string, string>>;
  set: (key: string, value: string | null) => void;
  /** Whether what it belongs to is given at all. */
  isWanted?: boolean;
};

/** A field, or a group of them. */
export function FormField(props: Props) {
  const group = () => (props.field.kind === "group" ? props.field : undefined);
  return (
    <Show when={group()} fallback={<Single {...props} />}>
      {(field) => <Group {...props} field={field()} />}
    </Show>
  );
}

/** With its label, what it is for, and the choice of nothing where that is not the same as empty. */
function Single(props: Props) {
  const id = createUniqueId();
  const complaint = () => props.complaints[props.field.key];
  const noteIds = () => [
    ...(props.field.hint === undefined ? [] : [`${id}-hint`]),
    ...(complaint() === undefined ? [] : [`${id}-complaint`]),
  ];
  const isNothing = () => props.values[props.field.key] === null;
  return (
    <div>
      <label for={id} class="text-sm font-medium">
        {props.field.label}
        <Show when={!props.field.isRequired}>
          <span class="font-normal text-ink-3"> optional</span>
        </Show>
      </label>
      <Show when={props.field.hint}>
        <p id={`${id}-hint`} class="text-xs text-ink-3">
          {props.field.hint}
        </p>
      </Show>
      <div class="mt-1">
        <Input
          {...props}
          id={id}
          noteIds={noteIds().join(" ")}
          isInvalid={complaint() !== undefined}
          isNothing={isNothing()}
        />
      </div>
      <Show when={complaint()}>
        {(words) => (
          <p id={`${id}-complaint`} class="mt-1 text-xs break-words text-danger">
            {words()}
          </p>
        )}
      </Show>
      <Show when={props.field.isNullable && !props.field.isRequired}>
        <label class="mt-1 inline-flex min-h-6 items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11">
          <input
            type="checkbox"
            class="check"
            checked={isNothing()}
            onChange={(event) => props.set(props.field.key, event.currentTarget.checked ? null : "")}
          />
          Nothing: clear “{props.field.label}”
        </label>
      </Show>
    </div>
  );
}

function Group(props: Props<Of<"group">>) {
  const isWanted = () => props.field.isRequired || isFilled(props.field.fields, props.values);
  return (
    <fieldset class="rounded-lg border border-line px-3 pt-1 pb-3">
      <legend class="px-1 text-sm font-medium">{props.field.label}</legend>
      <Show when={props.field.hint}>
        <p class="mb-2 text-xs text-ink-3">{props.field.hint}</p>
      </Show>
      <div class="flex flex-col gap-3">
        <For each={props.field.fields}>
          {(field) => <FormField {...props} field={field} isWanted={isWanted()} />}
        </For>
      </div>
    </fieldset>
  );
}

function placeholderOf(field: Field): string | undefined {
  if (field.kind !== "lines") return undefined;
  return field.of.length > 0 ? `One on each line: ${field.of.join(", ")}` : "One on each line";
}

const inputTypes: Partial<Record<Field["kind"], string>> = {
  integer: "number",
  number: "number",
  date: "date",
  moment: "datetime-local",
};

function Input(props: Props & { id: string; noteIds: string; isInvalid: boolean; isNothing: boolean }) {
  const common = () => ({
    id: props.id,
    class: "field aria-invalid:border-danger",
    "aria-describedby": props.noteIds === "" ? undefined : props.noteIds,
    "aria-invalid": props.isInvalid,
    required: props.field.isRequired && !props.field.isNullable && (props.isWanted ?? true),
    disabled: props.isNothing,
  });
  const value = () => props.values[props.field.key] ?? "";
  const set = (next: string) => props.set(props.field.key, next);
  const choice = () => (props.field.kind === "choice" ? props.field : undefined);
  const limits = () => {
    const { field } = props;
    if (field.kind === "integer" || field.kind === "number")
      return { min: field.least, max: field.most, step: field.kind === "integer" ? 1 : "any" };
    return field.kind === "text" || field.kind === "long" ? { maxlength: field.most } : {};
  };
  return (
    <Switch
      fallback={
        <input
          {...common()}
          {...limits()}
          type={inputTypes[props.field.kind] ?? "text"}
          autocomplete="off"
          value={value()}
          onInput={(event) => set(event.currentTarget.value)}
        />
      }
    >
      <Match when={choice()}>
        {(field) => (
          <select {...common()} onChange={(event) => set(event.currentTarget.value)}>
            <option value="" selected={value() === ""}>
              {field().isRequired ? "Choose" : "–"}
            </option>
            <For each={field().options}>
              {(option) => (
                <option value={option.value} selected={value() === option.value}>
                  {option.words}
                </option>
              )}
            </For>
          </select>
        )}
      </Match>
      <Match when={props.field.kind === "json"}>
        <textarea
          {...common()}
          class="field grow min-h-16 font-mono aria-invalid:border-danger"
          placeholder="JSON"
          spellcheck={false}
          value={value()}
          onInput={(event) => {
            event.currentTarget.setCustomValidity(complaintAboutJson(event.currentTarget.value));
            set(event.currentTarget.value);
          }}
        />
      </Match>
      <Match when={props.field.kind === "long" || props.field.kind === "lines"}>
        <textarea
          {...common()}
          {...limits()}
          class="field grow min-h-16 aria-invalid:border-danger"
          placeholder={placeholderOf(props.field)}
          value={value()}
          onInput={(event) => set(event.currentTarget.value)}
        />
      </Match>
    </Switch>
  );
}
