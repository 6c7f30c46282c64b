/** Outside of quotes: what no shell takes as anything but part of a word. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./^*?~-]/;
const SINGLE_QUOTED = /^'([^'\p{Cc}]*)'/u;
/** `$`, a backtick, a backslash and `!` mean something in these. */
const DOUBLE_QUOTED = /^"([^"$`\\!\p{Cc}]*)"/u;

/**
 * The words of a command line that is one simple command, as POSIX shells read it (XCU 2.2 Quoting, 2.3 Token
 * Recognition); undefined for anything that could be more than that: lists, pipes, substitutions, redirections,
 * variables, escapes, braces, comments, further lines.
 */
export function shellWords(command: string): string[] | undefined {
  const words: string[] = [];
  let rest = command.replace(/^ +| +$/g, "");
  let word: string | undefined;
  while (rest !== "") {
    if (rest.startsWith(" ")) {
      if (word !== undefined) words.push(word);
      word = undefined;
      rest = rest.slice(1);
      continue;
    }
    const quoted = SINGLE_QUOTED.exec(rest) ?? DOUBLE_QUOTED.exec(rest);
    const piece = quoted ?? PLAIN.exec(rest);
    if (!piece) return undefined;
    word = (word ?? "") + (quoted ? (quoted[1] ?? "") : piece[0]);
    rest = rest.slice(piece[0].length);
  }
  return word === undefined ? words : [...words, word];
}
