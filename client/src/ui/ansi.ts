/** A stretch of what a terminal shows, and how: `ink` is a colour of Porter's own. */
export type AnsiPiece = {
  text: string;
  ink: "" | "danger" | "clear" | "caution" | "brass" | "ink-3";
  isBold: boolean;
};

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/**
 * Escape sequences (ECMA-48): CSI with parameters, intermediates and a final byte; OSC up to BEL or ST; the short ones.
 * The first group has the parameters of one that sets colours (SGR).
 */
const SEQUENCE = new RegExp(
  `${ESCAPE}(?:\\[([0-9;:]*)m|\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\|$)|[ -/]*[0-Z\\\\^-~])`,
  "g",
);
/** What moves the cursor or rings, and is no line break or tab. */
const CONTROLS = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(11, 12)}${String.fromCharCode(14)}-${String.fromCharCode(31, 127)}]`,
  "g",
);

/** Terminals have eight colours; Porter's signals say the same with what stands out on its paper. */
const INKS: AnsiPiece["ink"][] = ["", "danger", "clear", "caution", "brass", "brass", "brass", ""];

function inkOf(code: number): AnsiPiece["ink"] | undefined {
  if (code >= 30 && code <= 37) return INKS[code - 30];
  if (code === 90) return "ink-3";
  if (code >= 91 && code <= 97) return INKS[code - 90];
  return code === 39 ? "" : undefined;
}

/** What a terminal printed as text with colours: sequences that move, clear, name or link are left out. */
export function readAnsi(printed: string): AnsiPiece[] {
  const text = overwriteLines(printed);
  const pieces: AnsiPiece[] = [];
  let style: Omit<AnsiPiece, "text"> = { ink: "", isBold: false };
  let at = 0;
  const add = (raw: string) => {
    const clean = raw.replaceAll(CONTROLS, "");
    if (clean === "") return;
    const last = pieces.at(-1);
    if (last && last.ink === style.ink && last.isBold === style.isBold) last.text += clean;
    else pieces.push({ ...style, text: clean });
  };
  for (const found of text.matchAll(SEQUENCE)) {
    add(text.slice(at, found.index));
    at = found.index + found[0].length;
    if (found[1] !== undefined) style = restyle(style, found[1]);
  }
  add(text.slice(at));
  return pieces;
}

function restyle(style: Omit<AnsiPiece, "text">, parameters: string): Omit<AnsiPiece, "text"> {
  const codes = parameters.split(/[;:]/).map(Number);
  let { ink, isBold } = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 0) [ink, isBold] = ["", false];
    else if (code === 1) isBold = true;
    else if (code === 2) ink = "ink-3";
    else if (code === 22) isBold = false;
    // 256 colours and true colour have parameters of their own, and no counterpart here.
    else if (code === 38 || code === 48) index += codes[index + 1] === 5 ? 2 : 4;
    else ink = inkOf(code) ?? ink;
  }
  return { ink, isBold };
}

/** A progress bar writes its line again and again behind carriage returns: the last writing is what one sees. */
const overwriteLines = (text: string): string =>
  text
    .replaceAll("\r\n", "\n")
    .replaceAll(/[^\n]*\r(?=[^\n])/g, "")
    .replaceAll("\r", "");
