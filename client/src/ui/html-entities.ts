/** Those that services write; there are 2,000 more, which stay as they are. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  bull: "•",
  middot: "·",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  euro: "€",
  pound: "£",
  copy: "©",
  reg: "®",
  trade: "™",
  deg: "°",
  times: "×",
  szlig: "ß",
};
/** `&eacute;` is an e and what stands above it. */
const MARKS: Readonly<Record<string, string>> = {
  grave: "\u0300",
  acute: "\u0301",
  circ: "\u0302",
  tilde: "\u0303",
  uml: "\u0308",
  ring: "\u030a",
  cedil: "\u0327",
};

function signOf(whole: string, name: string): string {
  if (name.startsWith("#")) {
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const isSign = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
    return isSign ? String.fromCodePoint(code) : whole;
  }
  const mark = MARKS[name.slice(1)];
  return NAMED[name] ?? (mark === undefined ? whole : (name.charAt(0) + mark).normalize("NFC"));
}

/** HTML's ways to write a sign, as that sign: `&amp;`, `&eacute;`, `&#39;`, `&#x27;`. */
export const decodeHtml = (text: string): string =>
  text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, signOf);
