import { createEffect, For, on, Show } from "solid-js";
import type { ActionInfo } from "../../../../shared/integration.ts";
import { Question } from "../../ui/ask-first.tsx";
import { formatDuration } from "../../ui/time.ts";
import { createActionForm } from "./action-form-model.ts";
import { FormField } from "./form-field.tsx";

/** Tries an action: a field for each param, and what came of it. Loaded when one is opened. */
export default function ActionForm(props: { integrationId: string; action: ActionInfo }) {
  const model = createActionForm({
    // Fixed for the life of this form: the page is keyed by it.
    // eslint-disable-next-line solid/reactivity
    integrationId: props.integrationId,
    action: () => props.action,
  });
  let runButton: HTMLButtonElement | undefined;
  let form: HTMLFormElement | undefined;
  createEffect(
    on(model.outcome, (outcome) => {
      if (outcome?.isError) form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }),
  );
  const question = () =>
    props.action.effect === "destroy"
      ? `“${props.action.title}” deletes something for good.`
      : `“${props.action.title}” really changes something.`;
  return (
    <div class="max-w-[38rem]">
      <form
        ref={(element) => (form = element)}
        class="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          model.submit();
        }}
      >
        <For each={model.fields}>
          {(field) => (
            <FormField
              field={field}
              values={model.values()}
              complaints={model.complaints()}
              set={model.set}
            />
          )}
        </For>
        <Show
          when={model.isAsking()}
          fallback={
            <div>
              <button
                ref={(element) => (runButton = element)}
                type="submit"
                class="button"
                data-kind="main"
                aria-disabled={model.isRunning()}
              >
                {model.isRunning() ? "Running…" : "Run"}
              </button>
            </div>
          }
        >
          <Question
            text={question()}
            yes="Run it"
            isDanger={props.action.effect === "destroy"}
            answer={(isMeant) => {
              model.answer(isMeant);
              runButton?.focus();
            }}
          />
        </Show>
      </form>
      <div role="status">
        <Show when={model.outcome()}>
          {(outcome) => (
            <div class="mt-3">
              <p
                class={`text-xs leading-5 ${outcome().isError ? "font-semibold text-danger" : "text-ink-3"}`}
              >
                {outcome().isError ? "Failed" : "Result"} after {formatDuration(outcome().took)}
              </p>
              <pre
                tabindex="0"
                class={`max-h-96 overflow-auto rounded-md border px-3 py-2 font-mono text-xs leading-5 break-words whitespace-pre-wrap ${
                  outcome().isError ? "border-danger-line bg-danger-soft text-danger" : "border-line bg-sunk"
                }`}
              >
                {outcome().text === "" ? "(nothing)" : outcome().text}
              </pre>
            </div>
          )}
        </Show>
      </div>
    </div>
  );
}
