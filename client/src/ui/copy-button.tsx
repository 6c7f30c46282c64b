import Check from "lucide-solid/icons/check";
import Copy from "lucide-solid/icons/copy";
import { createSignal, onCleanup, Show } from "solid-js";

/** How long the button says that it has copied, in ms. */
const SAID_MS = 2_000;

export function CopyButton(props: { label: string; text: () => string; class?: string }) {
  const [said, setSaid] = createSignal("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    const isCopied = await write(props.text());
    setSaid(isCopied ? "Copied" : "This browser does not let Porter copy");
    clearTimeout(timer);
    timer = setTimeout(() => setSaid(""), SAID_MS);
  };
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ""}`}
      aria-label={props.label}
      title={said() || "Copy"}
      onClick={() => void copy()}
    >
      <Show when={said() === "Copied"} fallback={<Copy size={14} aria-hidden="true" />}>
        <Check size={14} class="text-clear" aria-hidden="true" />
      </Show>
      <span role="status" class="sr-only">
        {said()}
      </span>
    </button>
  );
}

/** Over plain HTTP from another machine there is no clipboard, only the old way, which copies what is marked. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    return isCopied;
  }
}
