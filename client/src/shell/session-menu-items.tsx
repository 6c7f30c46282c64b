import Archive from "lucide-solid/icons/archive";
import ArchiveRestore from "lucide-solid/icons/archive-restore";
import Braces from "lucide-solid/icons/braces";
import FileText from "lucide-solid/icons/file-text";
import Link from "lucide-solid/icons/link";
import Pencil from "lucide-solid/icons/pencil";
import Pin from "lucide-solid/icons/pin";
import PinOff from "lucide-solid/icons/pin-off";
import { createSignal, createUniqueId, onMount, Show, type JSX } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import { archiveSession, copyLink, exportSession, pinSession, renameSession } from "../actions/sessions.ts";
import { isAtWork } from "../ui/at-work.ts";

/** What can be done with a session as a whole. */
export default function SessionMenuItems(props: { session: Session; close: () => void }) {
  const [isRenaming, setRenaming] = createSignal(false);
  const then = (run: (session: Session) => void) => () => {
    props.close();
    run(props.session);
  };
  return (
    <Show
      when={!isRenaming()}
      fallback={
        <Rename
          title={props.session.title}
          done={(title) => {
            props.close();
            if (title !== undefined) renameSession(props.session, title);
          }}
        />
      }
    >
      <Item icon={<Pencil size={15} aria-hidden="true" />} run={() => setRenaming(true)} isFirst>
        Rename
      </Item>
      <Item
        icon={
          props.session.pinnedAt ? (
            <PinOff size={15} aria-hidden="true" />
          ) : (
            <Pin size={15} aria-hidden="true" />
          )
        }
        run={then(pinSession)}
      >
        {props.session.pinnedAt ? "Unpin" : "Pin"}
      </Item>
      <Show when={!isAtWork(props.session.status)}>
        <Item
          icon={
            props.session.archivedAt ? (
              <ArchiveRestore size={15} aria-hidden="true" />
            ) : (
              <Archive size={15} aria-hidden="true" />
            )
          }
          run={then((session) => void archiveSession(session))}
        >
          {props.session.archivedAt ? "Take out of the archive" : "Archive"}
        </Item>
      </Show>
      <Item
        icon={<Link size={15} aria-hidden="true" />}
        run={then(({ id }) => void copyLink(`/agents/${id}`))}
      >
        Copy the link
      </Item>
      <Item
        icon={<FileText size={15} aria-hidden="true" />}
        run={then(({ id }) => void exportSession(id, "markdown"))}
      >
        Export as Markdown
      </Item>
      <Item
        icon={<Braces size={15} aria-hidden="true" />}
        run={then(({ id }) => void exportSession(id, "json"))}
      >
        Export as JSON
      </Item>
    </Show>
  );
}

function Item(props: { icon: JSX.Element; run: () => void; isFirst?: boolean; children: JSX.Element }) {
  let button: HTMLButtonElement | undefined;
  onMount(() => props.isFirst && button?.focus());
  return (
    <button
      ref={(element) => (button = element)}
      type="button"
      class="button w-full !justify-start !px-2.5"
      data-kind="quiet"
      onClick={() => props.run()}
    >
      {props.icon}
      {props.children}
    </button>
  );
}

function Rename(props: { title: string; done: (title: string | undefined) => void }) {
  const id = createUniqueId();
  let field: HTMLInputElement | undefined;
  onMount(() => field?.select());
  return (
    <form
      class="p-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        const title = field?.value.trim() ?? "";
        props.done(title === "" || title === props.title ? undefined : title);
      }}
    >
      <label for={id} class="text-sm font-semibold">
        Title
      </label>
      <input
        ref={(element) => (field = element)}
        id={id}
        type="text"
        class="field mt-1"
        maxLength={200}
        autocomplete="off"
        value={props.title}
      />
      <button type="submit" class="button mt-2 w-full" data-kind="main">
        Rename
      </button>
    </form>
  );
}
