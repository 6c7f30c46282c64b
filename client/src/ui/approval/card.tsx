import { createSignal, Match, Show, Switch } from "solid-js";
import type { Approval } from "../../../../shared/approval.ts";
import { scopesOf } from "../../../../shared/permission-scope.ts";
import { visible } from "../../../../shared/visible-text.ts";
import { doesWhat } from "./call.ts";
import { CallPreview } from "./call-preview.tsx";
import type { Decide } from "./decide.ts";
import { DenyForm } from "./deny-form.tsx";
import { EditForm } from "./edit-form.tsx";
import { ExpiryNote } from "./expiry-note.tsx";
import { PlanApproval } from "./plan.tsx";
import { QuestionForm } from "./question-form.tsx";
import { ScopeForm } from "./scope-form.tsx";

/** What waits for the person: a call to allow, a question to answer, a plan to agree to. */
export default function ApprovalBody(props: { approval: Approval; decide: Decide }) {
  return (
    <>
      <Switch fallback={<CallApproval {...props} />}>
        <Match when={props.approval.toolName === "AskUserQuestion"}>
          <QuestionForm approval={props.approval} decide={props.decide} />
        </Match>
        <Match when={props.approval.toolName === "ExitPlanMode"}>
          <PlanApproval {...props} />
        </Match>
      </Switch>
      <ExpiryNote approval={props.approval} />
    </>
  );
}

function CallApproval(props: { approval: Approval; decide: Decide }) {
  const [open, setOpen] = createSignal<"always" | "edit" | "deny">();
  const [heading, setHeading] = createSignal<HTMLHeadingElement>();
  /** A form that closes leaves the focus where the person was. */
  const close = () => {
    setOpen(undefined);
    queueMicrotask(() => heading()?.focus());
  };
  const decide = (decision: Parameters<Decide>[1]) => props.decide(props.approval, decision);
  const scopes = () => scopesOf(props.approval);
  return (
    <>
      <h2 ref={setHeading} tabindex="-1" class="px-4 pt-3 font-semibold break-words">
        May the agent {visible(doesWhat(props.approval.toolName, props.approval.input))}?
      </h2>
      <Show when={open() !== "edit"}>
        <div class="px-4 pt-2">
          <CallPreview tool={props.approval.toolName} input={props.approval.input} />
        </div>
      </Show>
      <Switch
        fallback={
          <div class="flex flex-wrap items-center gap-2 px-4 py-3">
            <button
              type="button"
              class="button"
              data-kind="main"
              data-answer="allow"
              onClick={() => decide({ decision: "allow" })}
            >
              Allow
            </button>
            <Show when={scopes().length > 0}>
              <button type="button" class="button" onClick={() => setOpen("always")}>
                Always allow…
              </button>
            </Show>
            <button
              type="button"
              class="button"
              data-answer="deny"
              onClick={() => decide({ decision: "deny" })}
            >
              Deny
            </button>
            <button type="button" class="button" data-kind="quiet" onClick={() => setOpen("deny")}>
              Deny with a word…
            </button>
            <button
              type="button"
              class="button"
              data-kind="quiet"
              data-answer="edit"
              onClick={() => setOpen("edit")}
            >
              Edit…
            </button>
          </div>
        }
      >
        <Match when={open() === "always"}>
          <ScopeForm
            scopes={scopes()}
            close={close}
            allow={(remember) => decide({ decision: "allow", remember })}
          />
        </Match>
        <Match when={open() === "edit"}>
          <EditForm
            input={props.approval.input}
            close={close}
            allow={(editedInput) => decide({ decision: "allow", editedInput })}
          />
        </Match>
        <Match when={open() === "deny"}>
          <DenyForm
            label="What should it do instead?"
            button="Deny"
            close={close}
            deny={(message) => decide({ decision: "deny", ...(message !== "" && { message }) })}
          />
        </Match>
      </Switch>
    </>
  );
}
