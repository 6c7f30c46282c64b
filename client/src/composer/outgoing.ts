import type { Words } from "./kept-draft.ts";

/** A message on its way. `key`: sent twice under it, it is one message. */
export type Outgoing = Words & { key: string };

const keyOf = (draftKey: string) => `porter.outgoing.${draftKey}`;

/** What a reload has cut off on its way. Storage may be refused. */
export function readOutgoing(draftKey: string): Outgoing[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(draftKey)) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/** Whether they are kept: pictures may not fit. */
export function writeOutgoing(draftKey: string, all: readonly Outgoing[]): boolean {
  try {
    localStorage.removeItem(keyOf(draftKey));
    if (all.length > 0) localStorage.setItem(keyOf(draftKey), JSON.stringify(all));
    return true;
  } catch {
    return false;
  }
}
