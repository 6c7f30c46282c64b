import type { Log } from "../log.ts";
import type { DatabaseTrouble, Trouble } from "./trouble.ts";

/** In ms. */
const ONCE_PER = 60_000;

/** Says in the log why calls are refused: once a minute for each trouble, however many meet it. */
export function createTroubleLog(log: Pick<Log, "error">, now: () => number = () => performance.now()) {
  const toldAt = new Map<Trouble, number>();

  return ({ trouble, cause }: DatabaseTrouble): void => {
    if (now() < (toldAt.get(trouble) ?? -Infinity) + ONCE_PER) return;
    toldAt.set(trouble, now());
    log.error({ trouble, err: cause }, "the database does not do its work; calls are refused as UNAVAILABLE");
  };
}
