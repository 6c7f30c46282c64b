import Pencil from "lucide-solid/icons/pencil";
import { createSignal, Show } from "solid-js";
import { createDraft } from "../../ui/draft.ts";
import { growWith } from "../../ui/grow.ts";
import { MarkdownText } from "../../ui/markdown-text.tsx";

const bare =
  "grow -mx-2 w-[calc(100%+1rem)] rounded-md border border-transparent bg-transparent px-2 hover:border-line focus:border-line-strong focus:bg-paper";

export function TitleField(props: { value: string; save: (title: string) => void }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const draft = createDraft({
    value: () => props.value,
    save: (text) => props.save(text.trim()),
    accept: (text) => text.trim() !== "",
  });
  growWith(area, draft.text);
  return (
    <textarea
      ref={setArea}
      rows={1}
      aria-label="Title"
      maxLength={500}
      class={`${bare} title py-1 !text-xl pointer-coarse:py-2`}
      value={draft.text()}
      onInput={(event) => draft.input(event.currentTarget.value.replace(/[\r\n]+/g, " "))}
      onBlur={draft.leave}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          event.currentTarget.blur();
        } else if (event.key === "Escape") {
          draft.revert();
          event.currentTarget.blur();
        }
      }}
    />
  );
}

/** Read as Markdown; a press on Edit, or twice on the text, turns it into the field it was written in. */
export function DescriptionField(props: { value: string; save: (description: string) => void }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const [isEditing, setEditing] = createSignal(false);
  const draft = createDraft({ value: () => props.value, save: (text) => props.save(text) });
  growWith(area, draft.text);
  const isField = () => isEditing() || props.value.trim() === "";
  const edit = () => {
    setEditing(true);
    area()?.focus();
  };
  return (
    <div>
      <div class="flex min-h-8 items-center">
        <label for="description" class="sign text-ink-3">
          Description
        </label>
        <Show when={!isField()}>
          <button
            type="button"
            class="icon-button ml-auto"
            aria-label="Edit the description"
            title="Edit"
            onClick={edit}
          >
            <Pencil size={14} aria-hidden="true" />
          </button>
        </Show>
      </div>
      <Show
        when={isField()}
        fallback={
          <div onDblClick={edit}>
            <MarkdownText text={props.value} isStreaming={false} />
          </div>
        }
      >
        <textarea
          id="description"
          ref={setArea}
          rows={3}
          placeholder="What an agent, or you in a month, should know about it."
          class={`${bare} min-h-20 py-1.5 leading-relaxed`}
          value={draft.text()}
          onFocus={() => setEditing(true)}
          onInput={(event) => draft.input(event.currentTarget.value)}
          onBlur={() => {
            draft.leave();
            setEditing(false);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            draft.revert();
            event.currentTarget.blur();
          }}
        />
      </Show>
    </div>
  );
}
