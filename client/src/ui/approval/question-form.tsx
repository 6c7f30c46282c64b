import { createMemo, createSignal, createUniqueId, For, Show } from "solid-js";
import type { Approval } from "../../../../shared/approval.ts";
import { readQuestions } from "../../../../shared/questions.ts";
import type { Decide } from "./decide.ts";
import { answerOf, type Choice } from "./questions.ts";

/** In characters: such a question may have to be scrolled, also by keys. */
const LONG = 600;

const nothing: Choice = { labels: [], own: "" };

/** The agent's questions, with its options and room for own words. */
export function QuestionForm(props: { approval: Approval; decide: Decide }) {
  const id = createUniqueId();
  const questions = createMemo(() => readQuestions(props.approval.input));
  // A map: a question may read "constructor".
  const [choices, setChoices] = createSignal<ReadonlyMap<string, Choice>>(new Map());
  const choiceOf = (question: string) => choices().get(question) ?? nothing;
  const change = (question: string, next: Partial<Choice>) =>
    setChoices((all) => new Map(all).set(question, { ...(all.get(question) ?? nothing), ...next }));
  const isAnswered = () =>
    questions().length > 0 && questions().every(({ question }) => answerOf(choiceOf(question)) !== "");

  const submit = () => {
    if (!isAnswered()) return;
    const answers = Object.fromEntries(
      questions().map(({ question }) => [question, answerOf(choiceOf(question))]),
    );
    props.decide(props.approval, { decision: "allow", answers });
  };

  return (
    <form
      class="flex flex-col gap-4 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 class="sr-only">The agent asks</h2>
      <Show when={questions().length === 0}>
        <p class="text-ink-2">The agent asks, but its question cannot be read.</p>
      </Show>
      <For each={questions()}>
        {(each, index) => {
          const toggle = (label: string, on: boolean) => {
            const { labels } = choiceOf(each.question);
            if (!each.multiSelect) change(each.question, { labels: on ? [label] : [] });
            else
              change(each.question, {
                labels: on ? [...labels, label] : labels.filter((other) => other !== label),
              });
          };
          return (
            <fieldset class="min-w-0">
              <legend class="w-full font-semibold">
                <Show when={each.header}>
                  <span dir="auto" class="sign mb-0.5 block break-words text-brass">
                    {each.header}
                  </span>
                </Show>
                <span
                  dir="auto"
                  class="block max-h-[50dvh] overflow-y-auto break-words whitespace-pre-wrap"
                  tabindex={each.question.length > LONG ? "0" : undefined}
                >
                  {each.question}
                </span>
              </legend>
              <div class="mt-2 flex flex-col gap-1">
                <For each={each.options}>
                  {(option) => (
                    <label class="flex min-h-9 cursor-pointer items-start gap-3 rounded-lg border border-line bg-sheet px-3 py-2 hover:border-line-strong has-checked:border-brass pointer-coarse:min-h-11">
                      <input
                        type={each.multiSelect ? "checkbox" : "radio"}
                        name={`${id}-${index()}`}
                        class="mt-0.5 size-4 flex-none accent-brass"
                        checked={choiceOf(each.question).labels.includes(option.label)}
                        onChange={(event) => toggle(option.label, event.currentTarget.checked)}
                      />
                      <span dir="auto" class="min-w-0 break-words">
                        <span class="block font-medium">{option.label}</span>
                        <Show when={option.description}>
                          <span class="block text-sm text-ink-2">{option.description}</span>
                        </Show>
                      </span>
                    </label>
                  )}
                </For>
              </div>
              <input
                type="text"
                class="field mt-1.5"
                aria-label={`Own words: ${each.question}`}
                placeholder={each.multiSelect ? "Or add your own words" : "Or in your own words"}
                value={choiceOf(each.question).own}
                onInput={(event) =>
                  change(each.question, {
                    own: event.currentTarget.value,
                    ...(!each.multiSelect && event.currentTarget.value !== "" && { labels: [] }),
                  })
                }
              />
            </fieldset>
          );
        }}
      </For>
      <div class="flex flex-wrap gap-2">
        <button type="submit" class="button" data-kind="main" disabled={!isAnswered()}>
          Answer
        </button>
        <button
          type="button"
          class="button"
          onClick={() => props.decide(props.approval, { decision: "deny" })}
        >
          Do not answer
        </button>
      </div>
    </form>
  );
}
