import { post, signed } from "./sign.ts";

/**
 * A process of its own that sends good messages to an address as fast as they are answered, so many at a time.
 * It prints a `Flooded`.
 */
export type Flooded = {
  /** How often each status was the answer. */
  statuses: Record<number, number>;
  seconds: number;
  /** How long the fastest 429 took, in ms. */
  fastestRefusal: number;
};

if (import.meta.main) {
  const [address = "", secret = "", count = "", width = ""] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await flood({ address, secret, count: +count, width: +width })));
}

async function flood(to: {
  address: string;
  secret: string;
  count: number;
  width: number;
}): Promise<Flooded> {
  const flooded: Flooded = { statuses: {}, seconds: 0, fastestRefusal: Infinity };
  const from = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: to.width }, lane));
  return { ...flooded, seconds: (performance.now() - from) / 1000 };

  async function lane(): Promise<void> {
    while (next < to.count) {
      const body = JSON.stringify({ type: "task.create", data: { title: `Task ${next++}` } });
      const message = signed({ body, secret: to.secret });
      const sentAt = performance.now();
      const answer = await post(to.address, message);
      const took = performance.now() - sentAt;
      await answer.body?.cancel();
      flooded.statuses[answer.status] = (flooded.statuses[answer.status] ?? 0) + 1;
      if (answer.status === 429) flooded.fastestRefusal = Math.min(flooded.fastestRefusal, took);
    }
  }
}
