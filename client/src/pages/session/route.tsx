import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { usePageTitle } from "../../shell/page-title.ts";
import { createSessionModel } from "./model.ts";
import { SessionView } from "./view.tsx";

export default function SessionPage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <OneSession id={id} />}
    </Show>
  );
}

function OneSession(props: { id: string }) {
  // Fixed for the life of this component: the route is keyed by it.
  // eslint-disable-next-line solid/reactivity
  const model = createSessionModel(props.id);
  usePageTitle(() => model.session()?.title ?? "Session");
  return <SessionView model={model} />;
}
