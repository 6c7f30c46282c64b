import { Show, type JSX } from "solid-js";
import type { Repair } from "../../../shared/integration.ts";
import { Steps } from "./steps.tsx";
import { WithCode } from "./with-code.tsx";

/** Something that waits for a person: what it is, why, and how it is mended. `aside`: a way to what it is about. */
export function RepairCard(props: {
  repair: Repair;
  isBusy: boolean;
  press: (repair: Repair) => void;
  aside?: JSX.Element;
}) {
  return (
    <li class="rounded-xl border border-brass-line bg-brass-soft px-4 py-3">
      <div class="flex gap-3">
        <span class="lamp mt-1.5 text-caution" data-aspect="caution" aria-hidden="true" />
        <div class="min-w-0 flex-1">
          <h3 class="font-semibold break-words">
            <WithCode text={props.repair.what} />
          </h3>
          <p class="mt-0.5 break-words text-ink-2">
            <WithCode text={props.repair.why} />
          </p>
          <Show when={props.repair.steps.length > 0}>
            <Steps steps={props.repair.steps} class="mt-2" />
          </Show>
          <div class="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 empty:hidden">
            <Show when={props.repair.button}>
              {(button) => (
                <button
                  type="button"
                  class="button"
                  data-kind="main"
                  aria-disabled={props.isBusy}
                  onClick={() => props.press(props.repair)}
                >
                  {button() === "connect" ? "Connect" : "Reload"}
                </button>
              )}
            </Show>
            {props.aside}
          </div>
        </div>
      </div>
    </li>
  );
}
