/** Where in a text the typed letters stand, in UTF-16 units; `score`: lower is better. */
export type Match = { score: number; marks: { start: number; end: number }[] };

const isWordChar = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const startsWord = (text: string, at: number) => isWordChar(text[at]) && !isWordChar(text[at - 1]);

/** Two letters next to each other belong to one mark. */
function marksOf(places: readonly number[]): Match["marks"] {
  const marks: Match["marks"] = [];
  for (const place of places) {
    const last = marks.at(-1);
    if (last?.end === place) last.end = place + 1;
    else marks.push({ start: place, end: place + 1 });
  }
  return marks;
}

/**
 * Places of the letters in order, each at the beginning of a word or right behind the one before: `gtt` and `go ta`
 * find "Go to Tasks", and `rent` does not find "Start an agent".
 */
function findLetters(letters: string, text: string): number[] | undefined {
  // Each dead end once: "a a a a …" has more ways through it than there is time.
  const deadEnds = new Set<string>();
  const behind = (previous: number, letter: number): number[] | undefined => {
    if (letter === letters.length) return [];
    if (deadEnds.has(`${previous} ${letter}`)) return undefined;
    for (let place = previous + 1; place < text.length; place++) {
      const follows = letter > 0 && place === previous + 1;
      if (text[place] !== letters[letter] || !(follows || startsWord(text, place))) continue;
      const rest = behind(place, letter + 1);
      if (rest) return [place, ...rest];
    }
    deadEnds.add(`${previous} ${letter}`);
    return undefined;
  };
  return behind(-1, 0);
}

/** Each typed word begins a word of the text, in their order. */
function findWords(words: readonly string[], text: string): Match["marks"] | undefined {
  const marks: Match["marks"] = [];
  for (const word of words) {
    let at = text.indexOf(word, marks.at(-1)?.end ?? 0);
    while (at > 0 && !startsWord(text, at)) at = text.indexOf(word, at + 1);
    if (at === -1) return undefined;
    marks.push({ start: at, end: at + word.length });
  }
  return marks;
}

/**
 * The text begins with what is typed, a word does, its words begin words, or its letters stand there in order; undefined for
 * none of them.
 */
export function matchText(typed: string, text: string): Match | undefined {
  const wanted = typed.trim().toLowerCase();
  const inText = text.toLowerCase();
  // A letter that changes its length (İ) would shift every mark.
  if (wanted === "" || inText.length !== text.length) return undefined;
  for (let at = inText.indexOf(wanted); at !== -1; at = inText.indexOf(wanted, at + 1)) {
    if (startsWord(inText, at) || at === 0)
      return { score: at === 0 ? 0 : 1, marks: [{ start: at, end: at + wanted.length }] };
  }
  const words = findWords(wanted.split(/\s+/), inText);
  if (words) return { score: 1.25, marks: words };
  const places = findLetters(wanted.replaceAll(/\s+/g, ""), inText);
  if (!places) return undefined;
  const marks = marksOf(places);
  return { score: 1 + marks.length, marks };
}

/** As `matchText`, or in the other words that mean the same, where nothing is marked. */
export function matchAny(typed: string, text: string, others: readonly string[] = []): Match | undefined {
  const own = matchText(typed, text);
  if (own) return own;
  const wanted = typed.trim().toLowerCase();
  return others.some((other) => other.startsWith(wanted)) && wanted !== ""
    ? { score: 1.5, marks: [] }
    : undefined;
}
