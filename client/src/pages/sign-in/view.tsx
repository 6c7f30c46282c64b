import { Show } from "solid-js";
import { BigTag } from "../../ui/big-tag.tsx";
import { Mark, Wordmark } from "../../ui/brand.tsx";
import type { SignInModel } from "./model.ts";

const code = "rounded bg-sunk px-1.5 py-0.5 font-mono text-[0.8125rem] text-ink";

export function SignInView(props: { model: SignInModel }) {
  return (
    <main class="grid min-h-dvh grid-rows-[auto_1fr] bg-paper md:grid-cols-[minmax(18rem,2fr)_3fr] md:grid-rows-1">
      <div class="relative flex flex-col justify-between overflow-hidden bg-livery px-6 py-8 text-livery-ink md:p-12">
        <BigTag class="absolute -top-6 -right-10 hidden h-[82%] text-livery-line md:block" />
        <div class="flex items-center gap-3">
          <Mark />
          <Wordmark class="h-3.5 w-auto" />
        </div>
        <p class="title mt-6 hidden max-w-[18rem] text-2xl text-livery-ink md:block">
          Carries work between you, your agents and your services.
        </p>
      </div>
      <div class="flex flex-col justify-center px-6 py-10 md:px-16">
        <div class="w-full max-w-[26rem]">
          <h1 class="title text-2xl">Sign in</h1>
          <p class="mt-2 text-ink-2">Porter runs on your machine, and so does the key to it.</p>
          <Show when={props.model.problem()}>
            <p
              role="alert"
              id="problem"
              class="mt-5 rounded-lg border border-danger-line bg-danger-soft px-4 py-3 text-danger"
            >
              {props.model.problem()}
            </p>
          </Show>
          <form
            class="mt-6"
            onSubmit={(event) => {
              event.preventDefault();
              props.model.submit();
            }}
          >
            <label for="token" class="text-sm font-semibold">
              Token
            </label>
            <input
              id="token"
              type="password"
              class="field mt-1.5 !min-h-11 font-mono"
              autocomplete="current-password"
              spellcheck={false}
              value={props.model.token()}
              aria-describedby={props.model.problem() ? "problem help" : "help"}
              aria-invalid={props.model.problem() ? true : undefined}
              onInput={(event) => props.model.setToken(event.currentTarget.value)}
              ref={(field) => queueMicrotask(() => field.focus())}
            />
            <button
              type="submit"
              class="button mt-3 !min-h-11 w-full"
              data-kind="main"
              disabled={props.model.isBusy()}
            >
              {props.model.isBusy() ? "Signing in…" : "Sign in"}
            </button>
          </form>
          <div id="help" class="mt-8 flex flex-col gap-2.5 border-t border-line pt-5 text-sm text-ink-2">
            <p class="sign text-ink-3">Where the key is</p>
            <p>
              The token is kept in the file <code class={code}>token</code> in Porter's data folder:{" "}
              <code class={code}>cat data/token</code>
            </p>
            <p>
              Or run <code class={code}>bun porter link</code> on the machine for a fresh sign-in link. It is
              good once, for 10 minutes.
            </p>
          </div>
        </div>
      </div>
    </main>
  );
}
