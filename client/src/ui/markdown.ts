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

/**
 * How much of the front of `tail` can no longer change, whatever follows: all blocks but the last one.
 * (A blank line ends a paragraph; a list, a table or a fence may still grow and stays open.)
 */
function settledLength(tail: string): number {
  const tokens = marked.lexer(tail);
  const last = tokens.findLastIndex((token) => token.type !== "space");
  let length = 0;
  for (const token of tokens.slice(0, Math.max(0, last))) length += token.raw.length;
  return length;
}

/**
 * Draws a growing text into `container`: settled blocks are parsed once and left alone, only the open tail is
 * parsed anew, with its unclosed marks closed. `finish` parses the whole once, which gives links and lists that
 * reach over blocks their true form.
 */
export function createMarkdownStream(container: HTMLElement) {
  const settled = document.createElement("div");
  const open = document.createElement("div");
  settled.className = open.className = "contents";
  let settledText = "";

  const reset = () => {
    settledText = "";
    settled.replaceChildren();
    container.replaceChildren(settled, open);
  };
  reset();

  return {
    update(raw: string): void {
      const text = normalize(raw);
      if (!text.startsWith(settledText)) reset();
      let tail = text.slice(settledText.length);
      const length = settledLength(tail);
      if (length > 0) {
        const front = tail.slice(0, length);
        const blocks = parse(front);
        dressCode(blocks);
        settled.append(blocks);
        settledText += front;
        tail = tail.slice(length);
      }
      open.replaceChildren(parse(remend(tail, { linkMode: "text-only" })));
    },
    finish(raw: string): void {
      const focused = document.activeElement;
      const whole = parse(normalize(raw));
      dressCode(whole, container);
      container.replaceChildren(whole);
      // What was kept has been moved, and what is moved loses the focus.
      if (focused instanceof HTMLElement && container.contains(focused))
        focused.focus({ preventScroll: true });
    },
  };
}
