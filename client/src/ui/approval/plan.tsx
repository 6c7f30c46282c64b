import { createSignal, Show } from "solid-js";
import type { Approval } from "../../../../shared/approval.ts";
import { MarkdownText } from "../markdown-text.tsx";
import type { Decide } from "./decide.ts";
import { DenyForm } from "./deny-form.tsx";
import { planOf } from "./questions.ts";

const REJECTED =
  "The owner rejected this plan. Do not carry it out and do not make another one; say so in one sentence and wait for what they write next.";

/** A plan to read, and what may become of it. */
export function PlanApproval(props: { approval: Approval; decide: Decide }) {
  const [isRefining, setRefining] = createSignal(false);
  const decide = (decision: Parameters<Decide>[1]) => props.decide(props.approval, decision);
  return (
    <>
      <h2 class="px-4 pt-3 font-semibold">The agent has made a plan</h2>
      <Show
        when={planOf(props.approval.input)}
        fallback={<p class="px-4 pt-2 text-ink-2">It has not written it down. Ask for it with Refine.</p>}
      >
        {(plan) => (
          <div
            class="mx-4 mt-2 max-h-[60dvh] overflow-y-auto rounded-lg border border-line bg-sheet px-4 py-3"
            role="group"
            aria-label="The plan"
            tabindex="0"
          >
            <MarkdownText text={plan()} isStreaming={false} />
          </div>
        )}
      </Show>
      <Show
        when={!isRefining()}
        fallback={
          <DenyForm
            label="What should be different?"
            button="Refine the plan"
            needsWords
            close={() => setRefining(false)}
            deny={(words) =>
              decide({
                decision: "deny",
                message: `The owner wants the plan changed before it begins: ${words}`,
              })
            }
          />
        }
      >
        <div class="flex flex-wrap items-center gap-2 px-4 py-3">
          <button
            type="button"
            class="button"
            data-kind="main"
            data-answer="allow"
            onClick={() => decide({ decision: "allow", permissionMode: "default" })}
          >
            Approve
          </button>
          <button
            type="button"
            class="button"
            onClick={() => decide({ decision: "allow", permissionMode: "acceptEdits" })}
          >
            Approve, edits without asking
          </button>
          <button type="button" class="button" data-answer="edit" onClick={() => setRefining(true)}>
            Refine…
          </button>
          <button
            type="button"
            class="button"
            data-kind="quiet"
            data-answer="deny"
            onClick={() => decide({ decision: "deny", message: REJECTED })}
          >
            Reject
          </button>
        </div>
      </Show>
    </>
  );
}
