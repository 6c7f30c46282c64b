import { createSignal, onCleanup } from "solid-js";
import { isTyping } from "../ui/plain-key.ts";
import { matches, parseKeys, type KeyStep } from "./key-steps.ts";

/**
 * One shortcut. `keys`: `c`, `g t`, `mod+k` (⌘ on a Mac, Ctrl elsewhere), `shift+j`, `alt+ArrowUp`, `?`. `words`: what
 * the sheet says of it. With `when`, it is another binding's turn as long as that says no.
 */
export type Binding = {
  keys: string;
  words: string;
  run: (event: KeyboardEvent) => void;
  when?: () => boolean;
  /** Plain keys belong to the field that has the focus; keys with `mod` never do. */
  whileTyping?: boolean;
  /** Keys rest while a popover is open; this one does not. While a dialog is open all do: it has its own. */
  overPopovers?: boolean;
};

type Group = { context: string; bindings: readonly Binding[] };
type Candidate = { binding: Binding; steps: KeyStep[] };

/** How long the second key of `g t` may take, in ms. */
const CHORD_MS = 1_200;

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

const [groups, setGroups] = createSignal<readonly Group[]>([]);
/** What is bound right now, for the sheet that lists it. */
export const boundKeys = groups;

/** Begun and not finished: the rest of each `g …` after a `g`. */
let begun: Candidate[] = [];
let begunUntil = 0;

const isModifier = (key: string) => /^(Shift|Control|Alt|AltGraph|Meta|CapsLock)$/.test(key);

/** A focused button or link is pressed by Enter and Space itself. */
const isPressOfTarget = ({ key, target }: KeyboardEvent) =>
  (key === "Enter" || key === " ") &&
  target instanceof Element &&
  target.closest("a, button, summary, [role=button], [role=option]") !== null;

function mayRun({ binding, steps }: Candidate, event: KeyboardEvent): boolean {
  if (!binding.overPopovers && document.querySelector(":popover-open")) return false;
  if (isTyping(event) && !steps[0]?.mod && !binding.whileTyping) return false;
  return binding.when?.() ?? true;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isModifier(event.key) || isPressOfTarget(event)) return;
  if (document.querySelector("dialog:modal")) return;
  const going = event.timeStamp < begunUntil ? begun : [];
  begun = [];
  // The page that came last has the first say.
  const fresh = groups()
    .toReversed()
    .flatMap(({ bindings }) => bindings.map((binding) => ({ binding, steps: parseKeys(binding.keys) })));
  for (const candidates of [going, fresh]) {
    const met = candidates.filter(
      (each) => each.steps[0] && matches(each.steps[0], event, isMac) && mayRun(each, event),
    );
    const [first] = met;
    if (!first) continue;
    event.preventDefault();
    const done = met.find(({ steps }) => steps.length === 1);
    if (done) return done.binding.run(event);
    begun = met.map(({ binding, steps }) => ({ binding, steps: steps.slice(1) }));
    begunUntil = event.timeStamp + CHORD_MS;
    return;
  }
}

/**
 * Binds keys while the calling component stands, and lists them in the sheet under `context`. Not a package such as
 * tinykeys: it would bring the 30 lines of key-steps.ts, and not what stands here.
 */
export function useKeys(context: string, bindings: readonly Binding[]): void {
  const group: Group = { context, bindings };
  if (groups().length === 0) document.addEventListener("keydown", onKey);
  setGroups((all) => [...all, group]);
  onCleanup(() => {
    setGroups((all) => all.filter((other) => other !== group));
    if (groups().length === 0) document.removeEventListener("keydown", onKey);
  });
}
