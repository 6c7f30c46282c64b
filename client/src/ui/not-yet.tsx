import { Show } from "solid-js";
import { Problem } from "./problem.tsx";
import { RowsSkeleton } from "./rows-skeleton.tsx";

/** Stands where an answer will stand: rows that come, or why they do not and the way on. */
export function NotYet(props: {
  error: unknown;
  explain: (error: unknown) => string;
  /** "The calendar could not be loaded" */
  problem: string;
  retry: () => void;
  rows: number;
}) {
  return (
    <Show when={props.error} fallback={<RowsSkeleton rows={props.rows} />}>
      {(error) => <Problem title={props.problem} message={props.explain(error())} retry={props.retry} />}
    </Show>
  );
}
