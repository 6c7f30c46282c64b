import { For } from "solid-js";

/** A sentence of the server's in which `commands` stand between backticks. */
export function WithCode(props: { text: string }) {
  return (
    <For each={props.text.split("`")}>
      {(part, index) =>
        index() % 2 === 1 ? (
          <code class="rounded bg-sunk px-1 py-0.5 font-mono text-[0.9em] text-ink">{part}</code>
        ) : (
          part
        )
      }
    </For>
  );
}
