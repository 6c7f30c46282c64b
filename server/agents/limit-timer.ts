import { keepTimer } from "../events/timer.ts";
import type { Usage } from "./usage.ts";

/** Lets sessions go on when their limit ends or a new day has a new budget; at once what came due while it was down. */
export const keepLimitTimer = ({
  usage,
  ...deps
}: Omit<Parameters<typeof keepTimer>[0], "family" | "ring"> & {
  usage: Pick<Usage, "releaseDue">;
}): Promise<void> => keepTimer({ ...deps, family: "session", ring: (now) => usage.releaseDue(now) });
