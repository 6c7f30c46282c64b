import CornerDownRight from "lucide-solid/icons/corner-down-right";
import Pencil from "lucide-solid/icons/pencil";
import X from "lucide-solid/icons/x";
import { createSignal, onCleanup, onMount, Show, type JSX } from "solid-js";
import type { Message } from "../../../../shared/message.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { changeQueued, removeQueued, sendNow } from "../../actions/queue.ts";

const wordsOf = ({ content }: Message) =>
  content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
const picturesOf = ({ content }: Message) => content.filter((block) => block.type === "image").length;

type Ways = {
  left: () => void;
  /** What was typed into a message that is no longer to be changed. */
  rescue: (text: string) => void;
};

/** What the agent gets when its turn has ended, in this order. */
export default function QueueList(props: { messages: readonly Message[] } & Ways) {
  return (
    <section
      aria-label="Queued"
      class="mb-1.5 max-h-[30dvh] overflow-y-auto rounded-xl border border-line bg-sunk px-1 py-1"
    >
      <Keyed each={props.messages} by={(message) => message.id}>
        {(message) => <Row message={message()} left={props.left} rescue={props.rescue} />}
      </Keyed>
    </section>
  );
}

function Row(props: { message: Message } & Ways) {
  const [isEdited, setEdited] = createSignal(false);
  const leave = () => {
    setEdited(false);
    props.left();
  };
  const leaveFor = (deed: (message: Message) => void) => {
    deed(props.message);
    props.left();
  };
  async function save(before: string, text: string): Promise<void> {
    const { message, rescue } = props;
    leave();
    if (text !== before && !(await changeQueued(message, before, text))) rescue(text);
  }
  return (
    <Show
      when={isEdited()}
      fallback={
        <div class="flex items-center gap-1 pl-2">
          <p class="line-clamp-2 min-w-0 flex-1 py-1 text-sm leading-5 break-words whitespace-pre-wrap">
            <span class="sr-only">Queued: </span>
            {wordsOf(props.message)}
            <Show when={picturesOf(props.message)}>
              {(count) => (
                <span class="text-ink-3"> {count() === 1 ? "1 picture" : `${count()} pictures`}</span>
              )}
            </Show>
          </p>
          <Deed
            name="Interrupt with this"
            title="Stop what the agent does and go on with this"
            run={() => leaveFor(sendNow)}
          >
            <CornerDownRight size={15} aria-hidden="true" />
          </Deed>
          <Deed name="Edit" run={() => setEdited(true)}>
            <Pencil size={14} aria-hidden="true" />
          </Deed>
          <Deed name="Remove" run={() => leaveFor(removeQueued)}>
            <X size={15} aria-hidden="true" />
          </Deed>
        </div>
      }
    >
      <Editor
        text={wordsOf(props.message)}
        save={(before, text) => void save(before, text)}
        cancel={leave}
        rescue={props.rescue}
      />
    </Show>
  );
}

const Deed = (props: { name: string; title?: string; run: () => void; children: JSX.Element }) => (
  <button
    type="button"
    class="icon-button"
    aria-label={props.name}
    title={props.title ?? props.name}
    onClick={() => props.run()}
  >
    {props.children}
  </button>
);

function Editor(props: {
  text: string;
  save: (before: string, text: string) => void;
  cancel: () => void;
  rescue: (text: string) => void;
}) {
  let area: HTMLTextAreaElement | undefined;
  // The person's own from here on: what another tab makes of the message must not rewrite it.
  // eslint-disable-next-line solid/reactivity
  const before = props.text;
  let isLeft = false;
  const leaveWith = (run: () => void) => {
    isLeft = true;
    run();
  };
  const save = () => {
    const text = area?.value ?? "";
    if (text.trim() !== "") leaveWith(() => props.save(before, text));
  };
  const cancel = () => leaveWith(() => props.cancel());
  onMount(() => area?.focus());
  // The message went to the agent, or was removed in another tab.
  onCleanup(() => {
    const text = area?.value ?? before;
    if (!isLeft && text !== before) props.rescue(text);
  });
  return (
    <div class="flex flex-wrap items-end justify-end gap-1.5 p-1">
      <textarea
        ref={(element) => (area = element)}
        rows={2}
        aria-label="What is queued"
        class="field grow max-h-[20dvh] min-w-full py-1.5"
        value={before}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Escape") {
            event.preventDefault();
            cancel();
          } else if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse)").matches) {
            event.preventDefault();
            save();
          }
        }}
      />
      <button type="button" class="button" data-kind="quiet" onClick={cancel}>
        Cancel
      </button>
      <button type="button" class="button" data-kind="main" onClick={save}>
        Save
      </button>
    </div>
  );
}
