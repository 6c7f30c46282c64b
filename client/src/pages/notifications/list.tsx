import { createSignal } from "solid-js";
import type { Notification } from "../../../../shared/notification.ts";
import { useKeys } from "../../shell/keys.ts";
import { Keyed } from "../../ui/keyed.tsx";
import type { InboxModel } from "./model.ts";
import { NotificationRow } from "./row.tsx";

/** The rows, and the keys that go through them. The focus is the selection. */
export function NotificationList(props: { model: InboxModel; onEmptied: () => void }) {
  const { model } = props;
  const [list, setList] = createSignal<HTMLUListElement>();

  const rowOf = (id: string) => list()?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  const focus = (id: string | undefined) => {
    const link = id === undefined ? undefined : rowOf(id)?.querySelector<HTMLElement>("a");
    if (link) link.focus();
    else props.onEmptied();
  };
  /** A row that goes away gives the focus to its neighbour, and none if it had none. */
  const leave = (id: string, act: () => void) => {
    const heir = model.heirOf(id)?.id;
    const hadFocus = rowOf(id)?.contains(document.activeElement) || document.activeElement === document.body;
    act();
    if (hadFocus) queueMicrotask(() => focus(heir));
  };

  const step = (by: 1 | -1) => {
    const next = model.step(by);
    if (next) focus(next.id);
  };
  const isHere = () => model.current() !== undefined;
  const isOpen = () => model.current()?.doneAt === null;
  /** Of the current row; keys rest where there is none. */
  const onCurrent = (act: (item: Notification) => void) => () => {
    const item = model.current();
    if (item) act(item);
  };
  const openSnooze = ({ id }: Notification) =>
    rowOf(id)?.querySelector<HTMLElement>("button[aria-haspopup='dialog']")?.click();

  const down = { words: "Next notification", run: () => step(1), when: isHere };
  const up = { words: "Previous notification", run: () => step(-1), when: isHere };
  useKeys("Notifications", [
    { keys: "j", ...down },
    { keys: "ArrowDown", ...down },
    { keys: "k", ...up },
    { keys: "ArrowUp", ...up },
    { keys: "Enter", words: "Open it", when: isHere, run: onCurrent(model.open) },
    {
      keys: "e",
      words: "Mark as done",
      when: isOpen,
      run: onCurrent((item) => leave(item.id, () => model.done(item))),
    },
    { keys: "h", words: "Snooze", when: isOpen, run: onCurrent(openSnooze) },
    { keys: "u", words: "Mark as read or unread", when: isHere, run: onCurrent(model.toggleRead) },
  ]);

  return (
    <ul ref={setList} class="-mx-3">
      <Keyed each={model.items()} by={(item) => item.id}>
        {(item) => <NotificationRow item={item()} model={model} leave={leave} />}
      </Keyed>
    </ul>
  );
}
