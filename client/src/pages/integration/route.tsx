import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { usePageTitle } from "../../shell/page-title.ts";
import { createIntegrationModel } from "./model.ts";
import { IntegrationView } from "./view.tsx";

export default function IntegrationPage() {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <OneIntegration id={id} />}
    </Show>
  );
}

function OneIntegration(props: { id: string }) {
  // Fixed for the life of this component: the route is keyed by it.
  // eslint-disable-next-line solid/reactivity
  const model = createIntegrationModel(props.id);
  usePageTitle(() => model.integration()?.name ?? "Integration");
  return <IntegrationView model={model} />;
}
