import Ban from "lucide-solid/icons/ban";
import Check from "lucide-solid/icons/check";
import ChevronRight from "lucide-solid/icons/chevron-right";
import Minus from "lucide-solid/icons/minus";
import { A } from "@solidjs/router";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import type { DecidedApproval } from "../../../../shared/approval.ts";
import { readQuestions } from "../../../../shared/questions.ts";
import { explain } from "../../api/errors.ts";
import { Ago } from "../../ui/ago.tsx";
import { CallPreview } from "../../ui/approval/call-preview.tsx";
import { ChangedNote } from "../../ui/approval/changed-note.tsx";
import { planOf } from "../../ui/approval/questions.ts";
import { Answered } from "../../ui/answered.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import { MoreRows } from "../../ui/more-rows.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { toolName } from "../../../../shared/tool-words.ts";
import { visible } from "../../../../shared/visible-text.ts";
import { createDecided } from "./decided-model.ts";
import { tokenName } from "../../api/token-names.ts";
import { outcomeOf, placeOf, scopeOf, subjectOf } from "./decided-words.ts";

/** What was decided before: who let which agent do what. */
export default function Decided() {
  const model = createDecided();
  return (
    <>
      <search class="flex">
        <SearchField
          label="Search decided approvals"
          placeholder="Search calls, tools, sessions"
          value={model.words()}
          change={model.setWords}
        />
      </search>
      <div class="mt-3">
        <Answered
          query={model.query}
          explain={explain}
          problem="What was decided could not be loaded"
          rows={8}
        >
          {() => (
            <Show
              when={model.items().length > 0}
              fallback={
                <Show
                  when={model.words().trim() !== ""}
                  fallback={
                    <Empty title="Nothing was decided yet">
                      What you allow, deny or answer stands here afterwards, with how far it reaches.
                    </Empty>
                  }
                >
                  <Empty
                    title="Nothing found"
                    action={
                      <button type="button" class="button" onClick={() => model.setWords("")}>
                        Clear the search
                      </button>
                    }
                  >
                    Porter looks in the calls, the names of their tools and the titles of their sessions.
                  </Empty>
                </Show>
              }
            >
              <ol aria-label="Decided, latest first">
                <Keyed each={model.items()} by={({ approval }) => approval.id}>
                  {(item) => <Row item={item()} />}
                </Keyed>
              </ol>
              <MoreRows shown={model.items().length} query={model.query} />
            </Show>
          )}
        </Answered>
      </div>
    </>
  );
}

function Row(props: { item: DecidedApproval }) {
  const approval = () => props.item.approval;
  const name = () => toolName(approval().toolName, approval().input);
  const isQuestion = () => approval().toolName === "AskUserQuestion";
  // What is folded is not built: an edit may bring a file of a megabyte.
  const [isOpen, setOpen] = createSignal(false);
  return (
    <li class="border-b border-line">
      <details class="group/row" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary class="flex min-h-13 items-center gap-3 py-2 marker:content-none hover:bg-hover sm:-mx-3 sm:px-3 [&::-webkit-details-marker]:hidden">
          <Sign status={approval().status} />
          <span class="min-w-0 flex-1">
            <span class="flex min-w-0 items-baseline gap-2">
              <span class="flex-none font-medium">
                <Show when={name().server}>
                  {(server) => <span class="font-normal text-ink-3">{server()} · </span>}
                </Show>
                {name().name}
              </span>{" "}
              <span
                dir="auto"
                class={`min-w-0 truncate text-ink-2 ${isQuestion() ? "text-sm" : "font-mono text-xs"}`}
              >
                {visible(subjectOf(props.item))}
              </span>
            </span>
            <span class="block truncate text-xs text-ink-2">
              {outcomeOf(props.item, tokenName)}
              <Show when={approval().editedInput}>, changed</Show>
              <Show when={scopeOf(props.item)}>
                <span class="text-brass">, and more of its kind</span>
              </Show>
              {" · "}
              {props.item.session.title}
            </span>
          </span>
          <Show when={approval().decidedAt}>
            {(at) => <Ago at={at()} class="flex-none text-xs text-ink-3" />}
          </Show>
          <ChevronRight
            size={14}
            class="flex-none text-ink-3 transition-transform group-open/row:rotate-90"
            aria-hidden="true"
          />
        </summary>
        <Show when={isOpen()}>
          <Details item={props.item} />
        </Show>
      </details>
    </li>
  );
}

function Sign(props: { status: DecidedApproval["approval"]["status"] }) {
  return (
    <Switch fallback={<Minus size={15} class="flex-none text-ink-3" aria-hidden="true" />}>
      <Match when={props.status === "allowed"}>
        <Check size={15} class="flex-none text-clear" aria-hidden="true" />
      </Match>
      <Match when={props.status === "denied"}>
        <Ban size={15} class="flex-none text-danger" aria-hidden="true" />
      </Match>
    </Switch>
  );
}

function Details(props: { item: DecidedApproval }) {
  const approval = () => props.item.approval;
  return (
    <div class="flex flex-col gap-3 pb-4 sm:pl-7">
      <Switch
        fallback={
          <div>
            <CallPreview tool={approval().toolName} input={approval().editedInput ?? approval().input} />
          </div>
        }
      >
        <Match when={approval().toolName === "AskUserQuestion"}>
          <ul class="flex flex-col gap-1">
            <For each={readQuestions(approval().input)}>
              {(each) => (
                <li dir="auto" class="break-words">
                  {each.question}
                </li>
              )}
            </For>
          </ul>
        </Match>
        <Match when={approval().toolName === "ExitPlanMode"}>
          <MarkdownText text={planOf(approval().input)} isStreaming={false} />
        </Match>
      </Switch>
      <Show when={approval().editedInput}>
        {(edited) => <ChangedNote asked={approval().input} edited={edited()} />}
      </Show>
      <dl class="flex flex-col gap-1 text-sm empty:hidden">
        <Show when={scopeOf(props.item)}>
          {(scope) => (
            <div>
              <dt class="inline text-ink-3">Allowed for the rest of the session: </dt>
              <dd class="inline break-words">{scope()}</dd>
            </div>
          )}
        </Show>
        <Show when={approval().message}>
          {(message) => (
            <div>
              <dt class="inline text-ink-3">Said to the agent: </dt>
              <dd class="inline break-words">{message()}</dd>
            </div>
          )}
        </Show>
      </dl>
      <p>
        <A
          href={placeOf(props.item)}
          class="inline-flex min-h-8 items-center text-sm font-medium text-brass hover:underline pointer-coarse:min-h-11"
        >
          Where the agent asked
        </A>
      </p>
    </div>
  );
}
