import { createSignal, Match, Show, Switch } from "solid-js";
import type { Approval } from "../../../../shared/approval.ts";
import { Fields } from "./fields.tsx";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import type { Decide } from "./model.ts";
import { QuestionForm } from "./question-form.tsx";
import { planOf } from "./questions.ts";
import { toolFields, toolName } from "../../ui/tool-words.ts";

/** What waits for the person: a call to allow, a question to answer, a plan to agree to. */
export function ApprovalCard(props: { approval: Approval; decide: Decide }) {
  return (
    <section
      aria-label="Waits for you"
      class="my-2 overflow-hidden rounded-xl border border-brass-line bg-brass-soft"
    >
      <Switch fallback={<CallApproval {...props} />}>
        <Match when={props.approval.toolName === "AskUserQuestion"}>
          <QuestionForm approval={props.approval} decide={props.decide} />
        </Match>
        <Match when={props.approval.toolName === "ExitPlanMode"}>
          <PlanApproval {...props} />
        </Match>
      </Switch>
    </section>
  );
}

function CallApproval(props: { approval: Approval; decide: Decide }) {
  const tool = () => toolName(props.approval.toolName, props.approval.input);
  return (
    <>
      <h2 class="px-4 pt-3 font-semibold">
        May the agent use {tool().name}
        <Show when={tool().server}>
          {(server) => <span class="font-normal text-ink-2"> of {server()}</span>}
        </Show>
        ?
      </h2>
      <div class="px-4 pt-2">
        <Fields fields={toolFields(props.approval.input)} />
      </div>
      <Buttons
        allow="Allow"
        deny="Deny"
        remember="Allow for this session"
        decide={(decision) => props.decide(props.approval, decision)}
      />
    </>
  );
}

function PlanApproval(props: { approval: Approval; decide: Decide }) {
  return (
    <>
      <h2 class="px-4 pt-3 font-semibold">The agent has made a plan</h2>
      <div
        class="mx-4 mt-2 max-h-[60dvh] overflow-y-auto rounded-lg border border-line bg-sheet px-4 py-3"
        tabindex="0"
      >
        <MarkdownText text={planOf(props.approval.input)} isStreaming={false} />
      </div>
      <Buttons
        allow="Allow the plan"
        deny="Keep planning"
        decide={(decision) => props.decide(props.approval, decision)}
      />
    </>
  );
}

type Decision = Parameters<Decide>[1];

function Buttons(props: {
  allow: string;
  deny: string;
  remember?: string;
  decide: (decision: Decision) => void;
}) {
  const [isDenying, setDenying] = createSignal(false);
  const [message, setMessage] = createSignal("");
  const deny = () =>
    props.decide({ decision: "deny", ...(message().trim() && { message: message().trim() }) });
  return (
    <div class="flex flex-wrap items-center gap-2 px-4 py-3">
      <Show
        when={!isDenying()}
        fallback={
          <form
            class="flex w-full flex-wrap gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              deny();
            }}
          >
            <input
              type="text"
              class="field min-w-[12rem] flex-1"
              aria-label="What should it do instead?"
              placeholder="What should it do instead? (may stay empty)"
              ref={(field) => queueMicrotask(() => field.focus())}
              value={message()}
              onInput={(event) => setMessage(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                // The page stops the agent on an Escape that nobody took.
                event.preventDefault();
                setDenying(false);
              }}
            />
            <button type="submit" class="button" data-kind="danger">
              {props.deny}
            </button>
            <button type="button" class="button" data-kind="quiet" onClick={() => setDenying(false)}>
              Back
            </button>
          </form>
        }
      >
        <button
          type="button"
          class="button"
          data-kind="main"
          onClick={() => props.decide({ decision: "allow" })}
        >
          {props.allow}
        </button>
        <Show when={props.remember}>
          {(remember) => (
            <button
              type="button"
              class="button"
              onClick={() => props.decide({ decision: "allow", remember: true })}
            >
              {remember()}
            </button>
          )}
        </Show>
        <button type="button" class="button" onClick={deny}>
          {props.deny}
        </button>
        <button type="button" class="button" data-kind="quiet" onClick={() => setDenying(true)}>
          {props.deny} with a word…
        </button>
      </Show>
    </div>
  );
}
