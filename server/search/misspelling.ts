/** A word of an index and in how many of its texts it stands. */
export type Known = { word: string; texts: number };

/** Shorter ones are too near to too many others. */
export const SHORTEST = 4;
const LONG = 8;
/** So many meanings are looked for at once. */
const MEANINGS = 4;

/** The beginnings that a misspelt word can have had: two letters as typed, or with these two exchanged. */
export function beginningsOf(word: string): string[] {
  const [first = "", second = ""] = word;
  return [...new Set([first + second, second + first])];
}

/** What a word that nothing begins with may have meant: the nearest, and of equally near ones the most frequent. */
export function meaningsOf(typed: string, known: Iterable<Known>): string[] {
  const most = typed.length < LONG ? 1 : 2;
  const near: (Known & { distance: number })[] = [];
  for (const one of known) {
    if (one.word.length < typed.length - most) continue;
    const distance = distanceToBeginning(typed, one.word, most);
    if (distance <= most) near.push({ ...one, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance || b.texts - a.texts || (a.word < b.word ? -1 : 1))
    .slice(0, MEANINGS)
    .map(({ word }) => word);
}

/**
 * How many letters have to be added, left out, changed or exchanged with their neighbour until `typed` begins `word`
 * (optimal string alignment); anything above `most` is `most + 1`. The libraries measure whole words, so each word
 * that is still being typed would be far from all.
 */
export function distanceToBeginning(typed: string, word: string, most: number): number {
  const tooFar = most + 1;
  const columns = Math.min(word.length, typed.length + most);
  let twoUp: number[] = [];
  let up = Array.from({ length: columns + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= columns; column++) {
      const isSame = typed[row - 1] === word[column - 1];
      let distance = Math.min(
        (up[column] ?? tooFar) + 1,
        (current[column - 1] ?? tooFar) + 1,
        (up[column - 1] ?? tooFar) + (isSame ? 0 : 1),
      );
      const isExchanged = typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1];
      if (row > 1 && column > 1 && isExchanged)
        distance = Math.min(distance, (twoUp[column - 2] ?? tooFar) + 1);
      current.push(distance);
      least = Math.min(least, distance);
    }
    if (least > most) return tooFar;
    [twoUp, up] = [up, current];
  }
  return Math.min(tooFar, ...up);
}
