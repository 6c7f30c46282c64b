import { createSignal, createUniqueId, For, onMount, Show } from "solid-js";
import type { CreatedToken, TokenScope } from "../../../../shared/token.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { Modal } from "../../ui/modal.tsx";
import { SheetHead } from "../../ui/sheet-head.tsx";
import { TokenMade } from "./token-made.tsx";
import { lives, scopes } from "./token-words.ts";

/** A new token: what it may do, then its secret. */
export function TokenSheet(props: { made: () => void; closed: () => void }) {
  const [made, setMade] = createSignal<CreatedToken>();
  return (
    <Modal label="New token" class="sheet flex-col open:flex" onClosed={() => props.closed()}>
      {(close) => (
        <>
          <div class="flex-none border-b border-line px-4 pt-3 pb-2">
            <SheetHead title="New token" close={close} />
          </div>
          <div class="overflow-y-auto overscroll-contain px-4 py-4">
            <Show
              when={made()}
              fallback={
                <TokenForm
                  done={(token) => {
                    setMade(token);
                    props.made();
                  }}
                />
              }
            >
              {(token) => <TokenMade made={token()} close={close} />}
            </Show>
          </div>
        </>
      )}
    </Modal>
  );
}

function TokenForm(props: { done: (made: CreatedToken) => void }) {
  const [name, setName] = createSignal("");
  const [scope, setScope] = createSignal<TokenScope>("agent");
  const [days, setDays] = createSignal<number | null>(365);
  const [isMaking, setMaking] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const ids = { name: createUniqueId(), life: createUniqueId() };
  let field: HTMLInputElement | undefined;
  onMount(() => field?.focus());

  async function make(): Promise<void> {
    if (isMaking()) return;
    setMaking(true);
    setProblem(undefined);
    try {
      const life = days();
      const given = { name: name(), scope: scope(), ...(life !== null && { days: life }) };
      props.done(await api.tokens.create.mutate(given));
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setMaking(false);
    }
  }

  return (
    <form
      aria-label="New token"
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div>
        <label for={ids.name} class="text-sm font-semibold">
          Name
        </label>
        <input
          ref={(input) => (field = input)}
          id={ids.name}
          class="field mt-1"
          required
          maxlength={80}
          autocomplete="off"
          placeholder="Claude Desktop on the laptop"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <p class="mt-1 text-xs text-ink-3">What is done with it stands under this name.</p>
      </div>
      <fieldset>
        <legend class="mb-1 text-sm font-semibold">What it may do</legend>
        <For each={scopes}>
          {(choice) => (
            <label class="flex cursor-pointer items-start gap-2.5 py-1.5 pointer-coarse:min-h-11">
              <input
                type="radio"
                name="scope"
                class="mt-1 size-4 flex-none accent-brass"
                checked={scope() === choice.scope}
                onChange={() => setScope(choice.scope)}
              />
              <span>
                <span class="font-medium">{choice.name}</span>
                <span class="block text-sm text-ink-2">{choice.help}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <div>
        <label for={ids.life} class="text-sm font-semibold">
          It ends
        </label>
        <select
          id={ids.life}
          class="field mt-1"
          onChange={(event) => setDays(lives[event.currentTarget.selectedIndex]?.days ?? null)}
        >
          <For each={lives}>{(life) => <option selected={life.days === days()}>{life.name}</option>}</For>
        </select>
      </div>
      <Show when={problem()}>
        <p role="alert" class="break-words text-danger">
          Not made: {problem()}
        </p>
      </Show>
      <button
        type="submit"
        class="button self-start"
        data-kind="main"
        disabled={isMaking() || name().trim() === ""}
      >
        {isMaking() ? "Making it…" : "Make the token"}
      </button>
    </form>
  );
}
