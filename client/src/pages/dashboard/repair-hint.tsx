import { A } from "@solidjs/router";
import type { Repair } from "../../../../shared/integration.ts";
import { WithCode } from "../../ui/with-code.tsx";

/** That something waits for the person's hand; the page of integrations says how it is mended. */
export function RepairHint(props: { first: Repair; others: number }) {
  return (
    <A
      href="/integrations"
      class="mt-4 flex min-h-11 items-center gap-3 rounded-xl border border-brass-line bg-brass-soft px-4 py-2"
    >
      <span class="lamp text-caution" data-aspect="caution" aria-hidden="true" />
      <span class="min-w-0 flex-1">
        <WithCode text={props.first.what} />
        {props.others > 0 ? ` And ${props.others} more.` : ""}
      </span>
      <span class="flex-none text-sm font-semibold text-brass">Mend it</span>
    </A>
  );
}
