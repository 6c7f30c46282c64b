import { createEffect, on } from "solid-js";
import { useFreshTicks } from "../../actions/fresh-ticks.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { processWords } from "./process-words.ts";

/** How many processes are there and what they hold; asked anew when a session begins or ends, and with the page's clock. */
export default function ProcessesLine(props: { atWork: number }) {
  const query = createQuery(() => api.agents.memory.queryOptions());
  createEffect(on(() => props.atWork, query.refetch, { defer: true }));
  useFreshTicks(query.refetch);
  const words = () => {
    const memory = query.data();
    return memory && processWords(memory);
  };
  return <>{words()}</>;
}
