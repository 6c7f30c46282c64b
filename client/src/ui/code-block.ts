import { highlight } from "./highlight.ts";

/** How long the button says that it has copied, in ms. */
const SAID_MS = 2_000;

/** As few elements as can be: an answer may have a hundred of them. Its sign is drawn by prose.css. */
const frame = document.createElement("template");
frame.innerHTML = `<div class="code-block"><button type="button" class="icon-button" aria-label="Copy code" title="Copy code"></button></div>`;

const codeIn = (root: ParentNode) => root.querySelectorAll<HTMLElement>("pre > code");
const keyOf = (code: HTMLElement) => `${code.className}\n${code.textContent}`;

/**
 * Gives every code block of `fresh` a frame with a button that copies it, and its colours. A block that stands in
 * `before` just so is taken from there as it is.
 */
export function dressCode(fresh: DocumentFragment, before?: ParentNode): void {
  const dressed = new Map<string, Element>();
  for (const code of before ? codeIn(before) : []) {
    const block = code.closest(".code-block");
    if (block) dressed.set(keyOf(code), block);
  }
  for (const code of codeIn(fresh)) {
    const key = keyOf(code);
    const pre = code.parentElement;
    const kept = dressed.get(key);
    dressed.delete(key); // A second one like it is another block.
    if (kept) pre?.replaceWith(kept);
    else if (pre) dress(pre, code);
  }
}

function dress(pre: HTMLElement, code: HTMLElement): void {
  const block = document.importNode(frame.content, true).firstElementChild;
  const button = block?.querySelector("button");
  if (!block || !button) return;
  pre.replaceWith(block);
  block.prepend(pre);
  let said: ReturnType<typeof setTimeout>;
  const copyAndSay = async () => {
    const status = block.querySelector("[role=status]") ?? block.appendChild(createStatus());
    const isCopied = await copy(code);
    clearTimeout(said);
    button.toggleAttribute("data-copied", isCopied);
    status.textContent = isCopied ? "Copied" : "Marked. Copy it with Ctrl+C or ⌘C.";
    said = setTimeout(() => {
      button.removeAttribute("data-copied");
      status.remove();
    }, SAID_MS);
  };
  button.addEventListener("click", () => void copyAndSay());
  highlight(code);
}

/** Says to a screen reader what the button's sign shows. It stands there, empty, before it speaks. */
function createStatus(): HTMLElement {
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "sr-only";
  return status;
}

/** Whether it is in the clipboard; if not, it is marked, and one key away from it. */
async function copy(code: HTMLElement): Promise<boolean> {
  try {
    // The parser ends every block with a line break.
    await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
    return true;
  } catch {
    // Over plain HTTP from another machine there is no clipboard, only this old way.
    getSelection()?.selectAllChildren(code);
    return document.execCommand("copy");
  }
}
