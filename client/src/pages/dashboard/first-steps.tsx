import { createMemo, createSignal, Show, type JSX } from "solid-js";
import { BigTag } from "../../ui/big-tag.tsx";
import type { DashboardModel } from "./model.ts";

type State = "done" | "here" | "ahead";

/** A stop on the line: passed, where you are, or still ahead. */
function Stop(props: { state: State; title: string; last?: boolean; children: JSX.Element }) {
  return (
    <li class="relative flex gap-5 pb-7 last:pb-0" aria-current={props.state === "here" ? "step" : undefined}>
      <Show when={!props.last}>
        <span
          aria-hidden="true"
          class={`absolute top-5 bottom-[-0.25rem] left-[0.5625rem] w-0.5 ${props.state === "done" ? "bg-brass-fill" : "bg-line-strong"}`}
        />
      </Show>
      <span
        aria-hidden="true"
        class={`relative mt-0.5 size-5 flex-none rounded-full border-[3px] ${
          props.state === "ahead" ? "border-line-strong bg-sheet" : "border-brass-fill"
        } ${props.state === "done" ? "bg-brass-fill" : "bg-sheet"}`}
      />
      <div class="min-w-0 flex-1">
        <h3 class={`text-lg font-semibold ${props.state === "ahead" ? "text-ink-3" : ""}`}>
          {props.title}
          <Show when={props.state === "done"}>
            <span class="sr-only"> (done)</span>
          </Show>
        </h3>
        <div class={props.state === "ahead" ? "text-ink-3" : "text-ink-2"}>{props.children}</div>
      </div>
    </li>
  );
}

/** The first three stops of a new Porter. Gone for good once an agent has worked here. */
export function FirstSteps(props: { model: DashboardModel }) {
  const [title, setTitle] = createSignal("");
  const first = createMemo(() => props.model.tasks()[0]);
  const submit = async () => {
    const wanted = title().trim();
    if (wanted !== "" && (await props.model.create(wanted))) setTitle("");
  };
  return (
    <section
      aria-labelledby="first-steps"
      class="relative mt-6 overflow-hidden rounded-xl border border-line bg-sheet px-5 pt-5 pb-6 shadow-(--shadow) sm:px-8 sm:pt-7 sm:pb-9"
    >
      <BigTag class="absolute -top-4 right-12 hidden h-[120%] text-line lg:block" />
      <h2 id="first-steps" class="sign text-ink-3">
        First steps
      </h2>
      <ol class="relative mt-6 max-w-[36rem]">
        <Stop state={props.model.hasTasks() ? "done" : "here"} title="Write a task">
          <Show
            when={!props.model.hasTasks()}
            fallback={<p>It is on the list. Give it a description, tags and a due date on the tasks page.</p>}
          >
            <p>Something that needs doing, by you or by an agent.</p>
            <form
              class="mt-3 flex gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                void submit();
              }}
            >
              <input
                id="new-task"
                type="text"
                class="field !min-h-10 pointer-coarse:!min-h-11"
                aria-label="New task"
                placeholder="For example: plan the garden for spring"
                maxLength={500}
                autocomplete="off"
                value={title()}
                onInput={(event) => setTitle(event.currentTarget.value)}
              />
              <button type="submit" class="button !min-h-10 pointer-coarse:!min-h-11" data-kind="main">
                Add task
              </button>
            </form>
          </Show>
        </Stop>
        <Stop
          state={props.model.hasSessions() ? "done" : props.model.hasTasks() ? "here" : "ahead"}
          title="Start an agent on it"
        >
          <p>Claude gets the task with all you wrote and works on it, on this machine.</p>
          <Show when={!props.model.hasSessions() && first()}>
            {(task) => (
              <button
                type="button"
                class="button mt-3 max-w-full !min-h-10 pointer-coarse:!min-h-11"
                data-kind="main"
                disabled={props.model.isStarting()}
                onClick={() => props.model.start(task())}
              >
                <span class="truncate">
                  {props.model.isStarting() ? "Starting…" : `Start an agent on “${task().title}”`}
                </span>
              </button>
            )}
          </Show>
        </Stop>
        <Stop state="ahead" title="Watch and steer" last>
          <p>
            Read along, answer its questions, allow or deny what it wants to do, and follow up in the same
            chat.
          </p>
        </Stop>
      </ol>
    </section>
  );
}
