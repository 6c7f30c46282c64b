import BookmarkPlus from "lucide-solid/icons/bookmark-plus";
import Ellipsis from "lucide-solid/icons/ellipsis";
import { A } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { View } from "../../../../shared/view.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { Popover } from "../../ui/popover.tsx";
import { createViewsModel, type ViewsModel } from "./views-model.ts";

const tab =
  "flex min-h-8 items-center rounded-md px-2.5 text-sm whitespace-nowrap text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:min-h-11";
const current = "!bg-brass-soft !text-brass font-semibold";

/** The saved views, and the way to save what is on the screen as one more. */
export default function ViewTabs() {
  const model = createViewsModel();
  return (
    <nav aria-label="Views" class="flex min-w-0 items-center gap-0.5 overflow-x-auto py-0.5">
      <A
        href="/tasks"
        class={`${tab} ${model.path() === "/tasks" ? current : ""}`}
        activeClass=""
        aria-current={model.path() === "/tasks" ? "page" : undefined}
      >
        All tasks
      </A>
      <Keyed each={model.views()} by={(view) => view.id}>
        {(view) => {
          const isCurrent = () => model.current()?.id === view().id;
          return (
            <span class="flex items-center">
              <A
                href={view().path}
                class={`${tab} ${isCurrent() ? current : ""}`}
                activeClass=""
                aria-current={isCurrent() ? "page" : undefined}
              >
                {view().name}
              </A>
              <Show when={isCurrent()}>
                <Popover
                  label={`Change the view ${view().name}`}
                  name={`The view ${view().name}`}
                  buttonClass="icon-button"
                  class="w-64 p-3"
                  button={<Ellipsis size={16} aria-hidden="true" />}
                >
                  {(close) => <ViewMenu view={view()} model={model} close={close} />}
                </Popover>
              </Show>
            </span>
          );
        }}
      </Keyed>
      <Show when={model.path() !== "/tasks" && !model.current()}>
        <Popover
          label="Save as a view"
          name="Save as a view"
          buttonClass="button !border-transparent !bg-transparent !text-ink-2 hover:!bg-hover"
          class="w-64 p-3"
          button={
            <>
              <BookmarkPlus size={15} aria-hidden="true" />
              <span class="max-sm:sr-only">Save as a view</span>
            </>
          }
        >
          {(close) => (
            <NameForm
              words="Save"
              initial=""
              submit={(name) => {
                close();
                void model.save(name);
              }}
            />
          )}
        </Popover>
      </Show>
    </nav>
  );
}

function ViewMenu(props: { view: View; model: ViewsModel; close: () => void }) {
  return (
    <>
      <NameForm
        words="Rename"
        initial={props.view.name}
        submit={(name) => {
          props.close();
          void props.model.rename(props.view, name);
        }}
      />
      <button
        type="button"
        class="button mt-2 w-full"
        data-kind="danger"
        onClick={() => {
          props.close();
          void props.model.remove(props.view);
        }}
      >
        Delete this view
      </button>
    </>
  );
}

function NameForm(props: { words: string; initial: string; submit: (name: string) => void }) {
  // The person's own from here on.
  // eslint-disable-next-line solid/reactivity
  const [name, setName] = createSignal(props.initial);
  return (
    <form
      class="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name().trim() !== "") props.submit(name().trim());
      }}
    >
      <input
        type="text"
        data-autofocus
        aria-label="Name of the view"
        placeholder="Name"
        maxLength={100}
        autocomplete="off"
        class="field"
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button" data-kind="main" disabled={name().trim() === ""}>
        {props.words}
      </button>
    </form>
  );
}
