import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal } from "solid-js";
import { explain } from "../api/errors.ts";
import { findSession, findTask } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { createQuery } from "../api/query.ts";
import type { OverlayName } from "../shell/overlays.ts";
import { shownAt } from "../shell/recents.ts";
import { showToast } from "../shell/toast.ts";
import { actions, type Hands } from "./actions.ts";
import { integrationActions } from "./integration-actions.ts";
import { sectionsOf, type Item } from "./items.ts";
import { createRecents } from "./recents.ts";
import { createSearch } from "./search.ts";
import { sessionActions } from "./session-actions.ts";
import { createWaitingActions } from "./waiting-actions.ts";

/** How far Page Up and Page Down go. */
const PAGE = 8;
/** As much as search.query takes. */
const LONGEST = 200;

export function createPaletteModel(given: { close: () => void; show: (overlay: OverlayName) => void }) {
  const navigate = useNavigate();
  const location = useLocation();
  const [text, setText] = createSignal("");
  const typed = createMemo(() => text().trim().slice(0, LONGEST));
  const search = createSearch(typed);
  const recents = createRecents();
  const shown = shownAt(location.pathname);
  // What fails here is missing among the lines; the page of integrations tells why.
  const integrations = createQuery(() => api.integrations.list.queryOptions());
  const models = createQuery(() => ({
    ...api.agents.models.queryOptions(),
    enabled: shown?.kind === "session",
  }));
  const waiting = createWaitingActions(shown?.kind === "session" ? shown.id : undefined);

  const go = (path: string) => {
    navigate(path);
    // What had the focus may have gone with its page; the next Tab should begin in the new one.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>("#main")?.focus();
    });
  };
  const hands = createMemo<Hands>(() => ({
    typed: typed(),
    task: shown?.kind === "task" ? findTask(shown.id) : undefined,
    session: shown?.kind === "session" ? findSession(shown.id) : undefined,
    go,
    show: given.show,
  }));
  const sections = createMemo(() =>
    sectionsOf({
      hands: hands(),
      actions: [
        ...waiting(),
        ...actions,
        ...sessionActions(models.data()?.items ?? []),
        ...integrationActions(integrations.data()?.items ?? []),
      ],
      recents: recents(),
      hits: search.hits(),
      path: location.pathname,
    }),
  );
  const items = createMemo(() => sections().flatMap((section) => section.items));

  /** What the person moved to; until then the first line is meant. */
  const [chosenId, setChosenId] = createSignal<string>();
  const selected = createMemo(() => items().find(({ id }) => id === chosenId()) ?? items()[0]);

  async function perform(item: Item): Promise<void> {
    given.close();
    try {
      await item.run();
    } catch (error) {
      showToast({ message: `Not done: ${explain(error)}`, kind: "error" });
    }
  }

  /** Enter came before the answer: the first line was not yet what is meant. */
  const [isDue, setDue] = createSignal(false);
  createEffect(() => {
    if (!isDue() || search.isBehind()) return;
    setDue(false);
    const [first] = items();
    // Nothing was found: to make something of the words takes another Enter.
    if (first?.source === "found") void perform(first);
  });

  return {
    text,
    typed,
    setText: (next: string) => {
      setText(next);
      setChosenId(undefined);
      setDue(false);
    },
    sections,
    items,
    selected,
    select: (item: Item) => setChosenId(item.id),
    search,
    run: (item: Item) => void perform(item),
    enter: () => {
      const item = selected();
      if (!item) return;
      const isMeant = chosenId() !== undefined || item.source === "local" || !search.isBehind();
      if (isMeant) void perform(item);
      else setDue(true);
    },
    openInTab: (item: Item) => {
      if (item.href === undefined) return void perform(item);
      given.close();
      window.open(item.href, "_blank", "noopener");
    },
    move: (step: -1 | 1 | "first" | "last" | "page-up" | "page-down") => {
      const all = items();
      const at = all.findIndex(({ id }) => id === selected()?.id);
      const last = all.length - 1;
      // One step beyond the end begins again; a page stops there.
      const next = {
        first: 0,
        last,
        "page-up": Math.max(0, at - PAGE),
        "page-down": Math.min(last, at + PAGE),
        "-1": at <= 0 ? last : at - 1,
        "1": at >= last ? 0 : at + 1,
      }[step];
      setChosenId(all[next]?.id);
    },
  };
}
export type PaletteModel = ReturnType<typeof createPaletteModel>;
