import { useSearchParams } from "@solidjs/router";
import BookOpen from "lucide-solid/icons/book-open";
import { lazy, Show, Suspense } from "solid-js";
import type { Session } from "../../../../../shared/session.ts";

const AboutSheet = lazy(() => import("./sheet.tsx"));

/** Opens what there is to know about a session. The address has the open tab: `?about=folder`. */
export function AboutButton(props: { session: Session }) {
  const [search, setSearch] = useSearchParams<{ about?: string }>();
  const open = (about: string | undefined) => setSearch({ about }, { replace: true });
  return (
    <>
      <button
        type="button"
        class="icon-button pointer-coarse:size-11"
        aria-label="About this session"
        title="About this session: what it is told, its folder, what it changed"
        aria-haspopup="dialog"
        onClick={() => open("told")}
      >
        <BookOpen size={17} aria-hidden="true" />
      </button>
      <Show when={search.about !== undefined}>
        <Suspense>
          <AboutSheet
            session={props.session}
            tab={search.about ?? ""}
            choose={open}
            closed={() => open(undefined)}
          />
        </Suspense>
      </Show>
    </>
  );
}
