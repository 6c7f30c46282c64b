import type { calls } from "./contract.ts";
import type { PorterError } from "./error.ts";

/** `signal` gives up a call, which then rejects with its reason, and ends a stream. What Porter has begun, it does. */
export type CallOptions = { signal?: AbortSignal | undefined };

/** What may be undefined may be left out. */
type Given<Input> = undefined extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

/** A procedure that reads. @throws PorterError */
export interface Query<Input, Output> {
  query(...given: Given<Input>): Promise<Output>;
}

/** A procedure that changes something. @throws PorterError */
export interface Mutation<Input, Output> {
  mutate(...given: Given<Input>): Promise<Output>;
}

/** One event of a stream. `id`: its place in Porter's log, where a later stream goes on with it as `lastEventId`. */
export type Tracked<Data> = { id: string; data: Data };

/** What a stream calls in place of being read. `onError`: it has ended with this. */
export type StreamHandlers<Data> = CallOptions & {
  onData: (event: Tracked<Data>) => void;
  onError?: ((error: PorterError) => void) | undefined;
};

/**
 * A procedure that follows what happens. The stream begins with `{ type: "ready" }`, goes on by itself after a cut
 * connection or a restart of Porter, and tells with `{ type: "resync" }` that Porter's log no longer holds all that was
 * missed. It ends with its `signal` or a `break`, and throws a PorterError when waiting cannot mend it.
 */
export interface Subscription<Input, Data> {
  subscribe(input: Input, handlers: StreamHandlers<Data>): { unsubscribe: () => void };
  /** To be read once: a second loop needs a stream of its own. */
  subscribe(...given: Given<Input>): AsyncIterableIterator<Tracked<Data>>;
}

/**
 * Porter's router as typed functions: `porter.tasks.list.query({})`, `porter.tasks.create.mutate({ title })`,
 * `for await (const { data } of porter.tasks.onChange.subscribe()) …`.
 */
export type PorterClient = typeof calls;
