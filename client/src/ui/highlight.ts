import { drawTogether } from "./draw-together.ts";
import { findLanguage } from "./highlight-languages.ts";
import { KINDS, type Answer, type Marks, type Question } from "./highlight-marks.ts";

/** Longer code stays plain: so many coloured parts would cost the page more than they give the reader. */
const MAX_LENGTH = 100_000;
const MAX_LINES = 2_000;
/** How long the page may be kept from its reader at a time, in ms. */
const SLICE_MS = 8;

const askWorker = createAsker();
let drawing = Promise.resolve();

/** So far outside of the window a block is made ready for a reader who scrolls there. */
const AHEAD = "100% 0px";

const inReach = new WeakSet<HTMLElement>();
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      const code = target as HTMLElement; // highlight() gives it nothing else
      if (!isIntersecting) inReach.delete(code);
      else {
        inReach.add(code);
        void colour(code);
      }
    }
  },
  { rootMargin: AHEAD },
);

/**
 * Colours a code block that stands in the page, or will, as soon as a reader comes near it: every coloured word is an
 * element, and a long conversation has more of them than of all else together.
 */
export const highlight = (code: HTMLElement): void => near.observe(code);

/**
 * Nothing waits for it. A block that has left the page is not drawn; one that went out of reach meanwhile, as most of
 * an answer that is written fast, is drawn when the reader comes back to it.
 */
async function colour(code: HTMLElement): Promise<void> {
  const language = findLanguage(/\blanguage-(\S+)/.exec(code.className)?.[1] ?? "");
  const text = code.textContent;
  const isTooLong = text.length > MAX_LENGTH || text.split("\n", MAX_LINES + 2).length > MAX_LINES + 1;
  if (!language || isTooLong) return near.unobserve(code);
  const marks = await askWorker({ code: text, language });
  if (!marks) return;
  drawing = drawing.then(() => draw(code, { text, marks }));
  await drawing;
}

/**
 * Grammars are some hundred regular expressions each, made when a line first needs them, and a line may take long: so
 * they run beside the page. The worker is started by the first block.
 */
function createAsker() {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, (marks: Marks | undefined) => void>();

  const start = (): Worker => {
    const started = new Worker(new URL("./highlight-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data: { id, marks } }: MessageEvent<Answer>) => {
      waiting.get(id)?.(marks);
      waiting.delete(id);
    });
    // It or a grammar could not be loaded: what waits stays plain, and the next block tries again.
    started.addEventListener("error", () => {
      started.terminate();
      worker = undefined;
      for (const resolve of waiting.values()) resolve(undefined);
      waiting.clear();
    });
    return started;
  };

  return (question: Omit<Question, "id">): Promise<Marks | undefined> => {
    worker ??= start();
    const id = ++lastId;
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
    worker.postMessage({ id, ...question } satisfies Question);
    return new Promise((resolve) => waiting.set(id, resolve));
  };
}

async function draw(code: HTMLElement, { text, marks }: { text: string; marks: Marks }): Promise<void> {
  const drawn = document.createDocumentFragment();
  let sliceEnd = await idle();
  if (!inReach.delete(code)) return;
  near.unobserve(code);
  let at = 0;
  for (let index = 0; index < marks.length; index += 3) {
    if (performance.now() > sliceEnd) sliceEnd = await idle();
    if (!code.isConnected) return;
    const [start = 0, end = 0, place = 0] = marks.subarray(index, index + 3);
    const span = document.createElement("span");
    span.className = `tok-${KINDS[place]}`;
    span.textContent = text.slice(start, end);
    drawn.append(text.slice(at, start), span);
    at = end;
  }
  drawn.append(text.slice(at));
  drawTogether(() => code.replaceChildren(drawn));
}

/** Resolves when the browser has nothing else to do, with the moment at which to stop again. */
const idle = (): Promise<number> =>
  new Promise((resolve) => {
    const begin = () => resolve(performance.now() + SLICE_MS);
    // Safari has no idle callbacks.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(begin, { timeout: 1_000 });
    else setTimeout(begin, 0);
  });
