import Copy from "lucide-solid/icons/copy";
import { createSignal, Show } from "solid-js";
import type { SettingsModel } from "./model.ts";

/** A link that is good once, for 10 minutes. */
export function SignInLink(props: { model: SettingsModel }) {
  const { model } = props;
  const [word, setWord] = createSignal("Copy");
  let field: HTMLInputElement | undefined;
  const copy = async (link: string) => {
    try {
      await navigator.clipboard.writeText(link);
      setWord("Copied");
    } catch {
      // Outside a secure context there is no clipboard: marked, the link is one key away.
      field?.select();
      setWord("Press Ctrl+C");
    }
  };
  return (
    <div class="py-2">
      <p class="max-w-[34rem] text-sm text-ink-2">
        Make a link and open it on the other device. It signs in once and is good for 10 minutes; whoever
        opens it first is let in as you.
      </p>
      <Show when={model.signInLink()}>
        {(link) => (
          <div class="mt-3 flex gap-2">
            <input
              ref={(element) => (field = element)}
              type="text"
              class="field font-mono"
              aria-label="Sign-in link"
              readOnly
              value={link()}
              onFocus={(event) => event.currentTarget.select()}
            />
            <button type="button" class="button" onClick={() => void copy(link())}>
              <Copy size={15} aria-hidden="true" />
              <span role="status">{word()}</span>
            </button>
          </div>
        )}
      </Show>
      <button
        type="button"
        class="button mt-3"
        disabled={model.busy() === "link"}
        onClick={() => {
          setWord("Copy");
          model.makeSignInLink();
        }}
      >
        {model.signInLink() ? "Make another link" : "Make a sign-in link"}
      </button>
    </div>
  );
}
