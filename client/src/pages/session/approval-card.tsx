import { lazy, Suspense } from "solid-js";
import type { Approval } from "../../../../shared/approval.ts";
import type { Decide } from "../../ui/approval/decide.ts";

const ApprovalBody = lazy(() => import("../../ui/approval/card.tsx"));

/** What waits for the person, where it stands in the conversation. Most sessions never show one. */
export function ApprovalCard(props: { approval: Approval; decide: Decide }) {
  return (
    <section
      aria-label="Waits for you"
      class="my-2 min-h-36 overflow-hidden rounded-xl border border-brass-line bg-brass-soft"
    >
      <Suspense>
        <ApprovalBody approval={props.approval} decide={props.decide} />
      </Suspense>
    </section>
  );
}
