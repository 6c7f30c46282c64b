import { createSignal, onMount, Show, type JSX } from "solid-js";

/** Asks whether it is meant, in the place of what was pressed. The focus goes to the way back. */
export function Question(props: {
  text: string;
  yes: string;
  isDanger?: boolean;
  answer: (isMeant: boolean) => void;
}) {
  let wayBack: HTMLButtonElement | undefined;
  onMount(() => wayBack?.focus());
  return (
    <div role="alertdialog" aria-label={props.text} class="flex flex-wrap items-center gap-2">
      <p class="mr-1 max-w-[34rem] text-sm text-ink-2">{props.text}</p>
      <button
        type="button"
        class="button"
        data-kind={props.isDanger ? "danger" : "main"}
        onClick={() => props.answer(true)}
      >
        {props.yes}
      </button>
      <button
        ref={(element) => (wayBack = element)}
        type="button"
        class="button"
        data-kind="quiet"
        onClick={() => props.answer(false)}
      >
        Not now
      </button>
    </div>
  );
}

/** A button whose press is asked about first. */
export function AskFirst(props: {
  question: string;
  yes: string;
  isDanger?: boolean;
  run: () => void;
  children: JSX.Element;
}) {
  const [isAsking, setAsking] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  return (
    <Show
      when={isAsking()}
      fallback={
        <button
          ref={(element) => (button = element)}
          type="button"
          class="button"
          onClick={() => setAsking(true)}
        >
          {props.children}
        </button>
      }
    >
      <Question
        text={props.question}
        yes={props.yes}
        isDanger={props.isDanger ?? false}
        answer={(isMeant) => {
          setAsking(false);
          button?.focus();
          if (isMeant) props.run();
        }}
      />
    </Show>
  );
}
