/** Now, in ms since 1970 to a thousandth: all processes of a machine share the clock. */
const now = (): number => performance.timeOrigin + performance.now();

/** Texts that say when they were made, so many in a second, by the clock: what comes too late is made up for. */
export async function* stampedPieces(perSecond: number, seconds: number): AsyncGenerator<string> {
  const began = performance.now();
  for (let count = 0; count < perSecond * seconds; count++) {
    const wait = began + (count * 1_000) / perSecond - performance.now();
    if (wait > 0) await Bun.sleep(wait);
    yield `${now().toFixed(3)} `;
  }
}

/** How long ago each of the stamps in a text was made, in ms. */
export function agesOf(text: string): number[] {
  const at = now();
  return [...text.matchAll(/(\d{13}\.\d{3}) /g)].map(([, stamp]) => at - Number(stamp));
}
