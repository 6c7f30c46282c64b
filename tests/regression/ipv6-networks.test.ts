import { describe, expect, test } from "bun:test";
import { createFailureLimit } from "../../server/http/failure-limit.ts";

/** Seconds to wait after each of so many failures, one from each address. */
async function fail(addresses: string[]): Promise<(number | undefined)[]> {
  const limit = createFailureLimit();
  const waits: (number | undefined)[] = [];
  for (const address of addresses) waits.push(await limit.count(address));
  return waits;
}

const many = (name: (n: number) => string) => Array.from({ length: 25 }, (_, n) => name(n));
const isRefused = (waits: (number | undefined)[]) => waits.at(-1) !== undefined;

describe("wrong credentials are counted", () => {
  test("for a network of IPv6, of which one machine has 2^64 addresses", async () => {
    expect(isRefused(await fail(many((n) => `2001:db8:1:2::${n.toString(16)}`)))).toBe(true);
    expect(isRefused(await fail(many((n) => `2001:db8:1:2:${n}:${n}:${n}:${n}`)))).toBe(true);
    expect(isRefused(await fail(many((n) => `fe80::${n}%eth0`)))).toBe(true);
  });

  test("for each network of its own", async () => {
    expect(isRefused(await fail(many((n) => `2001:db8:1:${n}::1`)))).toBe(false);
  });

  test("for each address of IPv4, also where it is written as one of IPv6", async () => {
    expect(isRefused(await fail(many((n) => `192.0.2.${n}`)))).toBe(false);
    expect(isRefused(await fail(many((n) => `::ffff:192.0.2.${n}`)))).toBe(false);
    expect(isRefused(await fail(many((n) => (n % 2 ? "192.0.2.1" : "::ffff:192.0.2.1"))))).toBe(true);
  });
});
