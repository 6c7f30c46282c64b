import BotMessageSquare from "lucide-solid/icons/bot-message-square";
import ChevronDown from "lucide-solid/icons/chevron-down";
import { createSignal, lazy, Suspense } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import type { LeavablePart } from "../../../../shared/told.ts";
import { promptFor } from "../../actions/agents.ts";
import { createLeftOut } from "../../actions/left-out.ts";
import { Popover } from "../../ui/popover.tsx";
import type { TasksModel } from "./model.ts";

const StartTold = lazy(() => import("./start-told.tsx"));

/** One press starts it with the ordinary prompt; the small button beside lets the prompt be changed first. */
export function StartAgent(props: { task: Task; model: TasksModel }) {
  const isBusy = () => props.model.starting() !== undefined;
  return (
    <div class="flex">
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
      <Popover
        label="Adjust the prompt"
        name="Adjust the prompt"
        buttonClass="button !rounded-l-none !px-2 main-plate"
        class="max-h-[calc(100dvh-1rem)] w-[min(26rem,calc(100vw-1rem))] overflow-y-auto p-4"
        disabled={isBusy()}
        button={<ChevronDown size={16} aria-hidden="true" />}
      >
        {(close) => (
          <PromptForm
            initial={promptFor(props.task)}
            taskId={props.task.id}
            start={(prompt, leaveOut) => {
              close();
              props.model.start(props.task, prompt, leaveOut);
            }}
          />
        )}
      </Popover>
    </div>
  );
}

function PromptForm(props: {
  initial: string;
  taskId: string;
  start: (prompt: string, leaveOut: readonly LeavablePart[]) => void;
}) {
  // The person's own from here on; a live change of the title must not rewrite it.
  // eslint-disable-next-line solid/reactivity
  const [prompt, setPrompt] = createSignal(props.initial);
  const { leaveOut, leave } = createLeftOut();
  const submit = () => {
    if (prompt().trim() !== "") props.start(prompt(), leaveOut());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for="prompt" class="text-sm font-semibold">
        What the agent is told
      </label>
      <textarea
        id="prompt"
        data-autofocus
        rows={5}
        class="field mt-1.5 leading-relaxed"
        value={prompt()}
        onInput={(event) => setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
        }}
      />
      <p class="mt-1.5 text-xs text-ink-3">The task goes with it, with its steps and comments.</p>
      {/* As high as the button that comes. */}
      <Suspense fallback={<div class="mt-2 h-8 pointer-coarse:h-11" />}>
        <StartTold taskId={props.taskId} prompt={prompt()} leaveOut={leaveOut()} leave={leave} />
      </Suspense>
      <button type="submit" class="button mt-3 w-full" data-kind="main">
        Start with this prompt
      </button>
    </form>
  );
}
