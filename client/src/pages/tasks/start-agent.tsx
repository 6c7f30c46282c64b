import BotMessageSquare from "lucide-solid/icons/bot-message-square";
import ChevronDown from "lucide-solid/icons/chevron-down";
import { createSignal } from "solid-js";
import type { Task } from "../../../../shared/task.ts";
import { promptFor } from "../../actions/agents.ts";
import { Popover } from "../../ui/popover.tsx";
import type { TasksModel } from "./model.ts";

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
        class="w-[min(26rem,calc(100vw-1rem))] p-4"
        disabled={isBusy()}
        button={<ChevronDown size={16} aria-hidden="true" />}
      >
        {(close) => (
          <PromptForm
            initial={promptFor(props.task)}
            start={(prompt) => {
              close();
              props.model.start(props.task, prompt);
            }}
          />
        )}
      </Popover>
    </div>
  );
}

function PromptForm(props: { initial: string; start: (prompt: string) => void }) {
  // The person's own from here on; a live change of the title must not rewrite it.
  // eslint-disable-next-line solid/reactivity
  const [prompt, setPrompt] = createSignal(props.initial);
  const submit = () => {
    if (prompt().trim() !== "") props.start(prompt());
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
      <p class="mt-1.5 text-xs text-ink-3">The task's description, tags and due date go with it.</p>
      <button type="submit" class="button mt-3 w-full" data-kind="main">
        Start with this prompt
      </button>
    </form>
  );
}
