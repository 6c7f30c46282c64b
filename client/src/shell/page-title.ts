import { createEffect, onCleanup, type Accessor } from "solid-js";

let page = "";
let unread = 0;

function write(): void {
  const title = page === "" ? "Porter" : `${page} · Porter`;
  document.title = unread === 0 ? title : `(${unread}) ${title}`;
}

/** The document's title while the calling page stands. */
export function usePageTitle(title: Accessor<string>): void {
  createEffect(() => {
    page = title();
    write();
  });
  onCleanup(() => {
    page = "";
    write();
  });
}

/** How many unread notifications the title tells of. */
export function setTitleCount(count: number): void {
  unread = count;
  write();
}
