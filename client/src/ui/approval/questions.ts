export type Choice = { labels: string[]; own: string };

/** What the agent is told for one question: the person's own words beside or instead of the chosen labels. */
export const answerOf = ({ labels, own }: Choice): string =>
  [...labels, own.trim()].filter((part) => part !== "").join(", ");

/** The plan of ExitPlanMode, in markdown. */
export function planOf(input: unknown): string {
  const plan: unknown = typeof input === "object" && input !== null ? Reflect.get(input, "plan") : undefined;
  return typeof plan === "string" ? plan : "";
}
