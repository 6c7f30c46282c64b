import Search from "lucide-solid/icons/search";
import { createEffect, createSignal, createUniqueId, on, Show } from "solid-js";
import type { OverlayProps } from "../shell/overlays.ts";
import { isMac } from "../shell/keys.ts";
import { KeyCaps } from "../ui/key-caps.tsx";
import { Modal } from "../ui/modal.tsx";
import { PaletteList } from "./list.tsx";
import { createPaletteModel, type PaletteModel } from "./model.ts";

/** ⌘K: go anywhere, do anything, find everything. */
export function Palette(props: OverlayProps) {
  return (
    <Modal label="Search and commands" class="palette" onClosed={props.onClosed}>
      {(close) => <Inside close={close} show={props.show} />}
    </Modal>
  );
}

const moves: Record<string, Parameters<PaletteModel["move"]>[0]> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: "page-up",
  PageDown: "page-down",
};

function Inside(props: { close: () => void; show: OverlayProps["show"] }) {
  // Both are fixed for as long as the dialog stands.
  // eslint-disable-next-line solid/reactivity
  const model = createPaletteModel(props);
  const listId = createUniqueId();
  const optionId = (id: string) => `${listId}-${id}`;
  const [list, setList] = createSignal<HTMLDivElement>();

  createEffect(
    on(model.selected, (item, before) => {
      if (!item || item.id === before?.id) return;
      // All the way up also shows the first sign.
      if (item.id === model.items()[0]?.id) list()?.scrollTo({ top: 0 });
      else document.getElementById(optionId(item.id))?.scrollIntoView({ block: "nearest" });
    }),
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const item = model.selected();
    const hasMod = isMac ? event.metaKey : event.ctrlKey;
    const move = moves[event.key];
    if (move !== undefined) model.move(move);
    // In a text these two belong to it.
    else if ((event.key === "Home" || event.key === "End") && (model.text() === "" || hasMod))
      model.move(event.key === "Home" ? "first" : "last");
    else if (event.key === "Enter" && hasMod && item) model.openInTab(item);
    else if (event.key === "Enter") model.enter();
    else if (event.key.toLowerCase() === "k" && hasMod) props.close();
    else return;
    event.preventDefault();
  };

  return (
    <div class="flex h-full max-h-[inherit] flex-col">
      <div class="flex flex-none items-center gap-3 border-b border-line pr-2 pl-4 sm:pr-4">
        <Search size={18} class="flex-none text-ink-3" aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label="Search and commands"
          aria-autocomplete="list"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={model.selected() && optionId(model.selected()?.id ?? "")}
          placeholder="Go to, do or find anything"
          class="h-13 min-w-0 flex-1 bg-transparent text-lg outline-none"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="go"
          maxlength={500}
          autofocus
          value={model.text()}
          onInput={(event) => model.setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" class="button sm:hidden" data-kind="quiet" onClick={() => props.close()}>
          Close
        </button>
      </div>
      <PaletteList ref={setList} id={listId} optionId={optionId} model={model} />
      <Footer model={model} />
    </div>
  );
}

function Footer(props: { model: PaletteModel }) {
  const mod = isMac ? "⌘" : "Ctrl";
  return (
    <div class="hidden flex-none items-center gap-5 border-t border-line px-4 py-2 text-xs text-ink-3 sm:flex">
      <span class="flex items-center gap-1.5">
        <KeyCaps presses={[["↑", "↓"]]} /> move
      </span>
      <span class="flex items-center gap-1.5">
        <KeyCaps presses={[["↵"]]} /> choose
      </span>
      <Show when={props.model.selected()?.href}>
        <span class="flex items-center gap-1.5">
          <KeyCaps presses={[[mod, "↵"]]} /> in a new tab
        </span>
      </Show>
      <span class="ml-auto flex items-center gap-1.5">
        <KeyCaps presses={[["Esc"]]} /> close
      </span>
    </div>
  );
}
