import { decodeHtml } from "./html-entities.ts";

/*
 * Calendar services write descriptions as HTML. Here that becomes text: nothing of it is ever put into the page but as
 * text and as the addresses of links. Not by the browser's own parser: under this page's Content-Security-Policy it
 * complains of every style and handler in what it only reads.
 */

/** `href`: where it leads. */
export type Piece = { text: string; href?: string };

const TAGS =
  "a|b|i|u|s|em|strong|span|font|small|br|hr|p|div|ul|ol|li|h[1-6]|table|tbody|tr|td|th|pre|blockquote|html|body|img";
const HTML = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|nbsp|#\\d+|#x[\\da-f]+);`, "i");

/** Whether it has tags, or characters in the way of HTML: "a < b" and "<ada@example.net>" are plain text. */
export const isHtml = (text: string): boolean => HTML.test(text);

/** A comment, a tag (slash, name, attributes), words, or a sign that begins no tag. */
const TOKEN =
  /<!--[^]*?(?:-->|$)|<[!?][^<>]*>|<(\/?)([a-z][a-z0-9:-]*)(?=[\s/>])((?:"[^"]*"|'[^']*'|[^'"<>])*)>|[^<]+|</gi;
const HREF = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i;
const UNSEEN = /^(head|script|style|template|noscript|title|iframe|object|svg)$/;
const BREAKS = /<(?:br|p|div|li|tr|h[1-6])[\s/>]/i;

/** How many lines end before and after it. */
function linesAround(tag: string): number {
  if (/^(p|h[1-6]|blockquote|pre|table|ul|ol)$/.test(tag)) return 2;
  return /^(div|li|tr|hr|section|article)$/.test(tag) ? 1 : 0;
}

/** Puts words one behind the other, with the line breaks that are due between them. */
function createLines() {
  const pieces: Piece[] = [];
  let due = 0;
  let mark = "";
  return {
    pieces,
    breakLine: () => void (due += 1),
    breakTo: (lines: number) => void (due = Math.max(due, lines)),
    /** Stands before the next words. */
    mark: (sign: string) => void (mark = sign),
    add(text: string, { href, isExact = false }: { href?: string; isExact?: boolean } = {}): void {
      const before = pieces.at(-1);
      const isAtGap = before === undefined || due > 0 || mark !== "" || /\s$/.test(before.text);
      const words = isAtGap && !isExact ? text.replace(/^[^\S\u00a0]+/, "") : text;
      if (words === "") return;
      const lead = (before ? "\n".repeat(Math.min(due, 2)) : "") + mark;
      if (lead !== "") pieces.push({ text: lead });
      due = 0;
      mark = "";
      pieces.push(href === undefined ? { text: words } : { text: words, href });
    },
  };
}

/** The words of an HTML text, with its lines and links. */
export function readHtml(html: string): Piece[] {
  // Services mix both ways: where tags break the lines, the source's own lines mean nothing.
  const keepsLines = !BREAKS.test(html);
  const lines = createLines();
  let unseen: string | undefined;
  let isPre = false;
  let link: { href: string | undefined; words: string } | undefined;

  const endLink = () => {
    const { href, words = "" } = link ?? {};
    link = undefined;
    const text = words.replace(/\s+/g, " ").trim();
    lines.add(text || (href ?? ""), href === undefined ? {} : { href });
  };

  for (const [token, slash, name = "", attributes = ""] of html.matchAll(TOKEN)) {
    const tag = name.toLowerCase();
    const isEnd = slash === "/";
    if (unseen !== undefined) {
      if (isEnd && tag === unseen) unseen = undefined;
    } else if (tag === "") {
      if (/^<[!?]/.test(token)) continue;
      const isExact = isPre || keepsLines;
      const words = decodeHtml(isExact ? token : token.replace(/[^\S\u00a0]+/g, " "));
      if (link) link.words += words;
      else lines.add(words, { isExact });
    } else if (UNSEEN.test(tag)) {
      if (!isEnd && !attributes.endsWith("/")) unseen = tag;
    } else if (tag === "a") {
      if (link) endLink();
      if (!isEnd) link = { href: safeHref(attributes), words: "" };
    } else if (link) {
      link.words += " ".repeat(linesAround(tag) > 0 || tag === "br" ? 1 : 0);
    } else {
      if (tag === "br") lines.breakLine();
      lines.breakTo(linesAround(tag));
      if (tag === "li" && !isEnd) lines.mark("• ");
      if (tag === "pre") isPre = !isEnd;
      if (isEnd && (tag === "td" || tag === "th")) lines.add(" ", { isExact: true });
    }
  }
  if (link) endLink();
  return lines.pieces;
}

/** A link that leads out of the page, or writes or calls; of any other only the words stay. */
function safeHref(attributes: string): string | undefined {
  const [, double, single, bare] = HREF.exec(attributes) ?? [];
  const href = decodeHtml(double ?? single ?? bare ?? "").trim();
  return /^(https?:\/\/|mailto:|tel:)/i.test(href) && URL.canParse(href) ? href : undefined;
}

/** All of it in plain letters, to be changed by hand: an address that is not in the words stands behind them. */
export function plainTextOf(text: string): string {
  if (!isHtml(text)) return text;
  const words = readHtml(text).map(({ text, href }) => {
    const address = href?.replace(/^(mailto|tel):/i, "");
    if (address === undefined) return text;
    return [address, address.replace(/^https?:\/\//i, "")].includes(text) ? address : `${text} (${address})`;
  });
  return words.join("").trim();
}
