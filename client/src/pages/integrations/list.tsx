import { createSignal } from "solid-js";
import type { Integration } from "../../../../shared/integration.ts";
import { isOn } from "../../actions/integrations.ts";
import { useKeys } from "../../shell/keys.ts";
import { Keyed } from "../../ui/keyed.tsx";
import type { IntegrationsModel } from "./model.ts";
import { IntegrationRow } from "./row.tsx";

/** The rows, and the keys that go through them. The focus is the selection. */
export function IntegrationList(props: { model: IntegrationsModel }) {
  const { model } = props;
  const [list, setList] = createSignal<HTMLUListElement>();
  const step = (by: 1 | -1) => {
    const next = model.step(by);
    if (next)
      list()
        ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.id)}"] a`)
        ?.focus();
  };
  const onCurrent = (act: (item: Integration) => void) => () => {
    const item = model.current();
    if (item) act(item);
  };
  const isCurrentOn = () => {
    const item = model.current();
    return item !== undefined && isOn(item);
  };
  const down = { words: "Next integration", run: () => step(1) };
  const up = { words: "Previous integration", run: () => step(-1) };
  useKeys("Integrations", [
    { keys: "j", ...down },
    { keys: "ArrowDown", ...down },
    { keys: "k", ...up },
    { keys: "ArrowUp", ...up },
    { keys: "Enter", words: "Open it", run: onCurrent(model.open) },
    { keys: "e", words: "Turn on or off", run: onCurrent(model.toggle) },
    {
      keys: "r",
      words: "Reload it",
      when: isCurrentOn,
      run: onCurrent(({ id }) => model.deeds.reload(id)),
    },
  ]);
  return (
    <ul ref={setList} class="-mx-3">
      <Keyed each={model.items()} by={(item) => item.id}>
        {(item) => <IntegrationRow item={item()} model={model} />}
      </Keyed>
    </ul>
  );
}
