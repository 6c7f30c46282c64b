import type { DraftImage } from "../../../shared/draft.ts";

export type Words = { text: string; images: DraftImage[] };

/** A draft as this browser keeps it. */
export type Kept = Words & {
  /** The server's time of the draft that this one was made from, in ms. */
  at: number;
  /** The server does not have it yet. */
  isNew: boolean;
  /** Its pictures did not fit into the browser's storage. */
  lacksImages?: boolean;
  /** What stood here is on its way (outgoing.ts): what the server has of it is no draft any more. */
  isSent?: boolean;
  /** Under this name the words were sent already, without an answer. */
  sendKey?: string;
};

const nothing: Kept = { text: "", images: [], at: 0, isNew: false };
const PREFIX = "porter.draft.";
const keyOf = (key: string) => PREFIX + key;
/** Longer than somebody leaves one lie in order to go on with it. In ms. */
const OLD = 30 * 24 * 60 * 60_000;

export const isEmpty = ({ text, images }: Words): boolean => text === "" && images.length === 0;

export const isSame = (a: Words, b: Words): boolean =>
  a.text === b.text &&
  a.images.length === b.images.length &&
  a.images.every(({ data }, index) => data === b.images[index]?.data);

/** Whether all of the earlier words are in the later ones. */
export const continuesFrom = (earlier: Words, later: Words): boolean =>
  later.text.includes(earlier.text.trim()) &&
  earlier.images.every(({ data }) => later.images.some((image) => image.data === data));

/** Storage may be refused or full; what stands there may be of an older Porter. */
export function read(key: string): Kept {
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(keyOf(key)) ?? "{}") };
  } catch {
    return nothing;
  }
}

export function write(key: string, kept: Kept): void {
  try {
    if (isEmpty(kept) && !kept.isNew && !kept.isSent) localStorage.removeItem(keyOf(key));
    else localStorage.setItem(keyOf(key), JSON.stringify(kept));
  } catch {
    writeWithoutImages(key, kept);
  }
}

/** Whatever stood there. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(keyOf(key));
  } catch {
    // Storage is refused: then nothing stands there.
  }
}

/**
 * What the server has, and nobody has touched for long, leaves this browser: its task may be gone, which no tab has heard.
 * Where it is not, opening it brings the draft back.
 */
export function forgetOld(now: number): void {
  for (const key of draftKeys()) {
    const { at, isNew, isSent } = read(key);
    if (!isNew && !isSent && at > 0 && at < now - OLD) forget(key);
  }
}

function draftKeys(): string[] {
  try {
    const stored = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return stored.map((key) => key.slice(PREFIX.length));
  } catch {
    return []; // Storage is refused.
  }
}

/** What stood there before would be taken for what was written last. */
function writeWithoutImages(key: string, kept: Kept): void {
  try {
    localStorage.removeItem(keyOf(key));
    localStorage.setItem(keyOf(key), JSON.stringify({ ...kept, images: [], lacksImages: true }));
  } catch {
    // The draft then lasts as long as the page, and on the server.
  }
}
