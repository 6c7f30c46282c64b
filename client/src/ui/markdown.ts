import DOMPurify from "dompurify";
import { Marked } from "marked";
import remend from "remend";
import { dressCode } from "./code-block.ts";

const marked = new Marked({ gfm: true, breaks: false });

/** What an answer may contain; styles would be refused by the Content-Security-Policy, pictures from elsewhere too. */
const ALLOWED = {
  ALLOWED_TAGS: [
    ..."p br hr h1 h2 h3 h4 h5 h6 strong em del code pre blockquote ul ol li a".split(" "),
    ..."table thead tbody tr th td input sup sub kbd details summary span img".split(" "),
  ],
  ALLOWED_ATTR: [
    "href",
    "title",
    "start",
    "align",
    "type",
    "checked",
    "disabled",
    "class",
    "alt",
    "src",
    "open",
  ],
  ALLOW_DATA_ATTR: false,
};

const purify = DOMPurify(window);
purify.addHook("afterSanitizeAttributes", (node) => {
  // An answer must not look like a part of the app: the one class that it may give is a code's language.
  if (node.tagName !== "CODE" || !/^language-\S+$/.test(node.className)) node.removeAttribute("class");
  if (node.tagName === "A") {
    if (/^https?:/i.test(node.getAttribute("href") ?? "")) {
      node.setAttribute("target", "_blank");
      node.setAttribute("rel", "noopener noreferrer");
    }
  } else if (node.tagName === "INPUT") {
    if (node.getAttribute("type") !== "checkbox") node.remove();
    else {
      node.setAttribute("disabled", "");
      node.setAttribute("aria-label", node.hasAttribute("checked") ? "done" : "to do");
    }
  } else if (node.tagName === "PRE") node.setAttribute("tabindex", "0");
  else if (node.tagName === "IMG" && !/^(data|blob):/i.test(node.getAttribute("src") ?? "")) {
    const link = document.createElement("a");
    const source = node.getAttribute("src") ?? "";
    link.textContent = node.getAttribute("alt") || source;
    if (/^https?:/i.test(source)) {
      link.href = source;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
    node.replaceWith(link);
  }
});

const clean = (html: string): DocumentFragment =>
  purify.sanitize(html, { ...ALLOWED, RETURN_DOM_FRAGMENT: true });

const parse = (text: string): DocumentFragment => clean(marked.parse(text, { async: false }));

/** The lexer counts lines this way, so that lengths of raw tokens are lengths of this text. */
const normalize = (text: string) => text.replace(/\r\n?/g, "\n");

/** Links that are defined elsewhere and marks that are closed in another block: the pieces are then not the whole. */
const REACHES_OVER = new Set(["def", "html"]);

/**
 * How much of the front of `tail` can no longer change, whatever follows: all blocks but the last one.
 * (A blank line ends a paragraph; a list, a table or a fence may still grow and stays open.)
 */
function readTail(tail: string): { settledLength: number; reachesOver: boolean } {
  const tokens = marked.lexer(tail);
  const last = tokens.findLastIndex((token) => token.type !== "space");
  let settledLength = 0;
  for (const token of tokens.slice(0, Math.max(0, last))) settledLength += token.raw.length;
  return { settledLength, reachesOver: tokens.some(({ type }) => REACHES_OVER.has(type)) };
}

/**
 * Draws a growing text into `container`: settled blocks are parsed once and left alone, only the open tail is
 * parsed anew, with its unclosed marks closed. `finish` leaves them as they are too, unless there is something that
 * reaches over blocks: then it parses the whole.
 */
export function createMarkdownStream(container: HTMLElement) {
  const settled = document.createElement("div");
  const open = document.createElement("div");
  settled.className = open.className = "contents";
  let settledText = "";
  let reachesOver = false;
  let isFinished = false;

  const reset = () => {
    settledText = "";
    reachesOver = isFinished = false;
    settled.replaceChildren();
    container.replaceChildren(settled, open);
  };
  reset();

  const settle = (front: string) => {
    const blocks = parse(front);
    dressCode(blocks);
    settled.append(blocks);
    settledText += front;
  };

  return {
    update(raw: string): void {
      const text = normalize(raw);
      if (isFinished || !text.startsWith(settledText)) reset();
      const tail = text.slice(settledText.length);
      const { settledLength, reachesOver: doesReach } = readTail(tail);
      reachesOver ||= doesReach;
      if (settledLength > 0) settle(tail.slice(0, settledLength));
      open.replaceChildren(parse(remend(tail.slice(settledLength), { linkMode: "text-only" })));
    },
    finish(raw: string): void {
      const text = normalize(raw);
      const tail = text.slice(settledText.length);
      const isContinued = !isFinished && settledText !== "" && text.startsWith(settledText);
      isFinished = true;
      if (isContinued && !reachesOver && !readTail(tail).reachesOver) {
        settle(tail);
        open.remove();
        return;
      }
      const focused = document.activeElement;
      const whole = parse(text);
      dressCode(whole, container);
      container.replaceChildren(whole);
      // What was kept has been moved, and what is moved loses the focus.
      if (focused instanceof HTMLElement && container.contains(focused))
        focused.focus({ preventScroll: true });
    },
  };
}
