import Ellipsis from "lucide-solid/icons/ellipsis";
import { lazy, Suspense } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import { Popover } from "../ui/popover.tsx";

/** Seldom opened, and the largest part. */
const Items = lazy(() => import("./session-menu-items.tsx"));

export function SessionMenu(props: { session: Session }) {
  return (
    <Popover
      label={`Actions for “${props.session.title}”`}
      name="Session actions"
      buttonClass="icon-button pointer-coarse:size-11"
      class="w-60 p-1.5"
      button={<Ellipsis size={17} aria-hidden="true" />}
    >
      {(close) => (
        <Suspense>
          <Items session={props.session} close={close} />
        </Suspense>
      )}
    </Popover>
  );
}
