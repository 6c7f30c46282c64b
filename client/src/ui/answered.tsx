import { Show, type Accessor, type JSX } from "solid-js";
import { NotYet } from "./not-yet.tsx";

/** What is made of a query's answer; before it is there: rows that come, or why they do not. */
export function Answered<T>(props: {
  query: { data: Accessor<T | undefined>; error: Accessor<unknown>; refetch: () => void };
  explain: (error: unknown) => string;
  /** "The calendar could not be loaded" */
  problem: string;
  /** So many stand there until then. */
  rows: number;
  children: (answer: Accessor<NonNullable<T>>) => JSX.Element;
}) {
  return (
    <Show
      when={props.query.data()}
      fallback={
        <NotYet
          error={props.query.error()}
          explain={props.explain}
          problem={props.problem}
          retry={props.query.refetch}
          rows={props.rows}
        />
      }
    >
      {(answer) => props.children(answer)}
    </Show>
  );
}
