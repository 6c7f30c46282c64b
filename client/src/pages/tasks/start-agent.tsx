import BotMessageSquare from "lucide-solid/icons/bot-message-square";
import ChevronDown from "lucide-solid/icons/chevron-down";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { promptFor } from "../../actions/agents.ts";
import type { TasksModel } from "./model.ts";

const StartBox = lazy(() => import("../../composer/start/box.tsx"));

/** One press starts it with the ordinary prompt; the small button beside lets all of it be chosen first. */
export function StartAgent(props: { task: Task; model: TasksModel }) {
  const [isOpen, setOpen] = createSignal(false);
  const isBusy = () => props.model.starting() !== undefined;
  let toggle: HTMLButtonElement | undefined;
  return (
    <div class="flex flex-col gap-2">
      <div class="flex items-center">
        <Show
          when={!isOpen()}
          fallback={
            <h3 id="how-it-starts" class="sign flex-1 text-ink-2">
              How the agent starts
            </h3>
          }
        >
          <button
            type="button"
            class="button flex-1 !rounded-r-none"
            data-kind="main"
            disabled={isBusy()}
            onClick={() => props.model.start(props.task)}
          >
            <BotMessageSquare size={16} aria-hidden="true" />
            {isBusy() ? "Starting…" : "Start an agent"}
          </button>
        </Show>
        <button
          ref={(element) => (toggle = element)}
          type="button"
          class={isOpen() ? "icon-button" : "button !rounded-l-none !px-2 main-plate"}
          aria-label="Choose how it starts"
          title="Choose how it starts"
          aria-expanded={isOpen()}
          disabled={isBusy()}
          onClick={() => setOpen(!isOpen())}
        >
          <ChevronDown size={16} class={isOpen() ? "rotate-180" : ""} aria-hidden="true" />
        </button>
      </div>
      <Show when={isOpen()}>
        <section
          aria-labelledby="how-it-starts"
          onKeyDown={(event) => {
            if (event.key !== "Escape" || event.defaultPrevented) return;
            event.preventDefault();
            setOpen(false);
            toggle?.focus();
          }}
        >
          {/* As high as the box that comes. */}
          <Suspense fallback={<div class="h-[9.75rem] pointer-coarse:h-[11rem]" />}>
            <StartBox on={{ taskId: props.task.id, prompt: promptFor(props.task) }} isFocused />
          </Suspense>
        </section>
      </Show>
    </div>
  );
}
