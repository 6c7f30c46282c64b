import superjson from "superjson";
import type { Child } from "./child.ts";
import type { LoadFigures, LoadJob } from "./children/load.ts";

/** A procedure and what it is asked, or several things by turns; a mutation is sent by POST. */
export type Call = { procedure: string; inputs: unknown[]; isMutation?: boolean };

/** Pages of lengths around this one, by turns: more of them than a server keeps (`db/kept-answers.ts`). */
export const pagesAround = (limit: number, input: object = {}): unknown[] =>
  Array.from({ length: 40 }, (_, index) => ({ ...input, limit: limit - 20 + index }));

export const jobOf = (
  { procedure, inputs, isMutation = false }: Call,
  at: Pick<LoadJob, "url" | "token" | "seconds" | "connections">,
): LoadJob => ({
  ...at,
  requests: inputs.map((input) => {
    const asked = superjson.stringify(input);
    const path = `/trpc/${procedure}`;
    return isMutation
      ? { method: "POST", path, body: asked }
      : { method: "GET", path: `${path}?input=${encodeURIComponent(asked)}` };
  }),
});

/** The jobs in turns, so that all meet the same machine, after a round that does not count. What each had, by job. */
export async function measureInTurns(
  generator: Child,
  jobs: readonly LoadJob[],
  rounds: number,
): Promise<LoadFigures[][]> {
  const measured: LoadFigures[][] = jobs.map(() => []);
  for (let round = 0; round <= rounds; round++)
    for (const [index, job] of jobs.entries()) {
      generator.send(job);
      const figures = await generator.hear<LoadFigures>();
      if (round > 0) measured[index]?.push(figures);
    }
  return measured;
}
