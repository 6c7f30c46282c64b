/** One press of a binding such as `mod+k`; `g t` has two. */
export type KeyStep = { key: string; mod: boolean; alt: boolean; shift: boolean };

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const written: Record<string, string> = { Space: " ", Plus: "+" };

/** Reads `c`, `g t`, `mod+k`, `shift+j`, `alt+ArrowUp`, `?`. Throws for a modifier that it does not know. */
export function parseKeys(keys: string): KeyStep[] {
  return keys.split(" ").map((press) => {
    const parts = press.split("+");
    const last = parts.pop() ?? "";
    const step: KeyStep = { key: written[last] ?? last, mod: false, alt: false, shift: false };
    for (const part of parts) {
      if (part !== "mod" && part !== "alt" && part !== "shift") throw new Error(`${keys}: what is ${part}?`);
      step[part] = true;
    }
    return step;
  });
}

const isLetter = (key: string) => /^[a-z]$/i.test(key);

/** The letter of a press: by its place where the layout writes none of ours (Cyrillic, or ⌥ on a Mac). */
const letterOf = ({ key, code }: Press) =>
  isLetter(key) ? key : /^Key[A-Z]$/.test(code) ? code.slice("Key".length) : key;

export function matches(step: KeyStep, press: Press, isMac: boolean): boolean {
  const [mod, other] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (mod !== step.mod || other || press.altKey !== step.alt) return false;
  if (isLetter(step.key))
    return press.shiftKey === step.shift && letterOf(press).toLowerCase() === step.key.toLowerCase();
  // Whether a sign such as ? or / takes Shift is the layout's business.
  const isSign = step.key.length === 1 && step.key !== " ";
  return press.key === step.key && (isSign || press.shiftKey === step.shift);
}

const caps: Record<string, string> = {
  " ": "Space",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Delete: "Del",
  Backspace: "⌫",
  PageUp: "PgUp",
  PageDown: "PgDn",
};

/** What stands on the keys of a binding, press by press. */
export function keyCaps(keys: string, isMac: boolean): string[][] {
  return parseKeys(keys).map(({ key, mod, alt, shift }) => [
    ...(mod ? [isMac ? "⌘" : "Ctrl"] : []),
    ...(alt ? [isMac ? "⌥" : "Alt"] : []),
    ...(shift ? [isMac ? "⇧" : "Shift"] : []),
    caps[key] ?? (isLetter(key) ? key.toUpperCase() : key),
  ]);
}
