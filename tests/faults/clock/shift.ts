/**
 * Preloaded into a server (`--preload`): a clock that a test sets while the server runs, as `date -s` would. What
 * counts time itself (timers, `performance.now()`) knows nothing of it. The ms to add stand in a file, as a double.
 */
const path = process.env["PORTER_TEST_CLOCK"];
if (path === undefined) throw new Error("PORTER_TEST_CLOCK names the file with the offset.");
const offset = new Float64Array(Bun.mmap(path).buffer, 0, 1);

const RealDate = Date;
const now = () => RealDate.now() + (offset[0] ?? 0);
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(
      target,
      args.length === 0 ? [now()] : args,
      newTarget === globalThis.Date ? target : newTarget,
    ),
  apply: (target) => new target(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});
