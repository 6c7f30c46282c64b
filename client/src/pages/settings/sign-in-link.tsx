import { Show } from "solid-js";
import { AskFirst } from "../../ui/ask-first.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import type { SettingsModel } from "./model.ts";

/** A link that is good once, for 10 minutes. */
export function SignInLink(props: { model: SettingsModel }) {
  const { model } = props;
  return (
    <div class="py-2">
      <p class="max-w-[34rem] text-sm text-ink-2">
        Make a link and open it on the other device. It signs in once and is good for 10 minutes; whoever
        opens it first is let in as you.
      </p>
      <Show when={model.signInLink()}>
        {(link) => (
          <div class="mt-3">
            <CopyField label="Sign-in link" value={link()} />
          </div>
        )}
      </Show>
      <button
        type="button"
        class="button mt-3"
        disabled={model.busy() === "link"}
        onClick={() => model.makeSignInLink()}
      >
        {model.signInLink() ? "Make another link" : "Make a sign-in link"}
      </button>
      <div class="mt-3">
        <AskFirst
          question="Sign out every browser and phone, also this one?"
          yes="Sign all out"
          isDanger
          run={model.signOutBrowsers}
        >
          Sign out all browsers
        </AskFirst>
      </div>
    </div>
  );
}
