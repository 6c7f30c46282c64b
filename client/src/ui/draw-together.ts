/**
 * While an answer is being written, drawing takes at most this share of the page's time. Its layout and paint cost
 * several times the parsing, more the longer the page is and the slower the machine; how much, each drawing tells.
 */
const SHARE = 1 / 20;
/** So far apart are drawings at least and at most, in ms: an answer that came in larger steps would seem to stutter. */
const [OFTEN, SELDOM] = [50, 250];

let waiting = new Set<() => void>();
let nextAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Draws in one of the next frames, together with all else that waits, because every frame that changes something costs
 * the page a layout. The result calls it off.
 */
export function drawTogether(draw: () => void): () => void {
  waiting.add(draw);
  timer ??= setTimeout(() => requestAnimationFrame(drawAll), Math.max(0, nextAt - performance.now()));
  return () => void waiting.delete(draw);
}

function drawAll(): void {
  timer = undefined;
  const began = performance.now();
  const draws = waiting;
  waiting = new Set();
  for (const draw of draws) draw();
  nextAt = began + OFTEN;
  // Runs when this frame has been laid out and painted.
  setTimeout(() => {
    const now = performance.now();
    nextAt = Math.max(nextAt, began + Math.min((now - began) / SHARE, SELDOM));
  });
}
