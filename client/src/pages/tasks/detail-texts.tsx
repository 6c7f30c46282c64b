import { createSignal } from "solid-js";
import { createDraft } from "../../ui/draft.ts";
import { growWith } from "../../ui/grow.ts";

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
      class={`${bare} title py-1 !text-xl`}
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

export function DescriptionField(props: { value: string; save: (description: string) => void }) {
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const draft = createDraft({ value: () => props.value, save: (text) => props.save(text) });
  growWith(area, draft.text);
  return (
    <div>
      <label for="description" class="sign text-ink-3">
        Description
      </label>
      <textarea
        id="description"
        ref={setArea}
        rows={4}
        placeholder="What an agent, or you in a month, should know about it."
        class={`${bare} mt-1 min-h-24 py-1.5 leading-relaxed`}
        value={draft.text()}
        onInput={(event) => draft.input(event.currentTarget.value)}
        onBlur={draft.leave}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          draft.revert();
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}
