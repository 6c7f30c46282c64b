/**
 * While an answer is being written, drawing takes at most this share of the page's time. Its layout and paint cost
 * several times the parsing, more the longer the page is and the slower the machine; how much, each drawing tells.
 */
const SHARE = 1 / 20;
/** So far apart are drawings at least and at most, in ms: an answer that came in larger steps would seem to stutter. */
const [OFTEN, SELDOM] = [50, 250];

const waiting = new Set<() => void>();
let nextAt = 0;
/** A drawing is planned, or it is not known yet what the last one has cost. */
let isUnderWay = false;

/**
 * Draws in one of the next frames, together with all else that waits, because every frame that changes something costs
 * the page a layout. The result calls it off.
 */
export function drawTogether(draw: () => void): () => void {
  waiting.add(draw);
  if (!isUnderWay) plan();
  return () => void waiting.delete(draw);
}

function plan(): void {
  isUnderWay = true;
  setTimeout(() => requestAnimationFrame(drawAll), Math.max(0, nextAt - performance.now()));
}

function drawAll(): void {
  const began = performance.now();
  // Runs when this frame has been laid out and painted.
  setTimeout(() => {
    const share = (performance.now() - began) / SHARE;
    nextAt = began + Math.min(Math.max(share, OFTEN), SELDOM);
    isUnderWay = false;
    if (waiting.size > 0) plan();
  });
  // What is asked for meanwhile is drawn in this frame, too: a piece of an answer, and then its text.
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
  }
}
