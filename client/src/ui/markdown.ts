import { Marked, type Token } from "marked";
import remend from "remend";
import { dressCode } from "./code-block.ts";
import { loadSanitizer, type Sanitize } from "./sanitize.ts";

const marked = new Marked({ gfm: true, breaks: false });

/** The lexer counts lines this way, so that lengths of raw tokens are lengths of this text. */
const normalize = (text: string) => text.replace(/\r\n?/g, "\n");

/** Links that are defined elsewhere and marks that are closed in another block: the pieces are then not the whole. */
const REACHES_OVER = new Set(["def", "html"]);

const lengthOf = (tokens: Token[]) => tokens.reduce((length, { raw }) => length + raw.length, 0);
const reachOver = (tokens: Token[]) => tokens.some(({ type }) => REACHES_OVER.has(type));

/**
 * The front of a growing text can no longer change, whatever follows: all blocks but the last one.
 * (A blank line ends a paragraph; a list, a table or a fence may still grow and stays open.)
 */
function divide(tokens: Token[]): { front: Token[]; last: Token[] } {
  const at = tokens.findLastIndex(({ type }) => type !== "space");
  return { front: tokens.slice(0, Math.max(0, at)), last: tokens.slice(Math.max(0, at)) };
}

/**
 * Draws a growing text into `container`: settled blocks are parsed once and left alone, only the open tail is
 * parsed anew, with its unclosed marks closed. `finish` leaves them as they are too, unless there is something that
 * reaches over blocks: then it parses the whole.
 */
function createMarkdownStream(container: HTMLElement, sanitize: Sanitize) {
  const draw = (tokens: Token[]) => sanitize(marked.parser(tokens));
  const parse = (text: string) => draw(marked.lexer(text));
  const settled = document.createElement("div");
  const open = document.createElement("div");
  let settledText = "";
  let reachesOver = false;
  let isFinished = false;

  const reset = () => {
    settledText = "";
    reachesOver = isFinished = false;
    settled.replaceChildren();
    // The classes of prose.css. Only a class may change here: what follows from `:empty` or `:last-child` of a frame
    // has the browser compute the style of the whole answer anew.
    settled.className = "contents";
    open.className = "contents prose-begin prose-end pen";
    container.replaceChildren(settled, open);
  };
  reset();

  const settle = (tokens: Token[], text: string) => {
    const blocks = draw(tokens);
    dressCode(blocks);
    settled.append(blocks);
    settled.classList.add("prose-begin");
    open.classList.remove("prose-begin");
    settledText = text.slice(0, settledText.length + lengthOf(tokens));
  };

  return {
    update(raw: string): void {
      const text = normalize(raw);
      if (isFinished || !text.startsWith(settledText)) reset();
      const tokens = marked.lexer(text.slice(settledText.length));
      reachesOver ||= reachOver(tokens);
      const { front, last } = divide(tokens);
      if (front.length > 0) settle(front, text);
      const written = text.slice(settledText.length);
      const mended = remend(written, { linkMode: "text-only" });
      open.replaceChildren(mended === written ? draw(last) : parse(mended));
    },
    finish(raw: string): void {
      const text = normalize(raw);
      const isContinued = !isFinished && settledText !== "" && text.startsWith(settledText);
      const tail = isContinued ? marked.lexer(text.slice(settledText.length)) : [];
      isFinished = true;
      open.classList.remove("pen");
      if (isContinued && !reachesOver && !reachOver(tail)) {
        const blocks = draw(tail);
        dressCode(blocks);
        open.replaceChildren(blocks);
        return;
      }
      const focused = document.activeElement;
      const whole = parse(text);
      dressCode(whole, container);
      settled.replaceChildren();
      open.classList.add("prose-begin");
      open.replaceChildren(whole);
      // What was kept has been moved, and what is moved loses the focus.
      if (focused instanceof HTMLElement && container.contains(focused))
        focused.focus({ preventScroll: true });
    },
  };
}

export type CreateMarkdownStream = (container: HTMLElement) => ReturnType<typeof createMarkdownStream>;

export async function loadMarkdown(): Promise<CreateMarkdownStream> {
  const sanitize = await loadSanitizer();
  return (container) => createMarkdownStream(container, sanitize);
}
