import ipaddr from "ipaddr.js";

type Address = ReturnType<typeof ipaddr.process>;

/** IPv4 that is written as IPv6 is read as IPv4. Undefined for what is no address, as in "unknown" or "_hidden". */
function parse(text: string): Address | undefined {
  const isOne = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isOne ? ipaddr.process(text) : undefined;
}

/** Some proxies name the port, too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;

/**
 * Who sent a request, as far as it can be known: each proxy adds to the end of `X-Forwarded-For` who spoke to it, and
 * only what a trusted one has added is true. So the list is read from its end, beginning with the peer, up to the first
 * that is not trusted; what stands before that was said by a stranger.
 * @param trusted addresses and networks (CIDR), as the configuration has checked them
 */
export function createSenderOf(
  trusted: readonly string[],
): (peer: string, forwardedFor: string | null) => string {
  const networks = trusted.map((one) =>
    ipaddr.parseCIDR(one.includes("/") ? one : `${one}/${ipaddr.parse(one).kind() === "ipv4" ? 32 : 128}`),
  );
  const isTrusted = (address: Address): boolean =>
    networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

  return (peer, forwardedFor) => {
    const hops = forwardedFor?.split(",").map((hop) => withoutPort(hop.trim())) ?? [];
    let sender = peer;
    while (true) {
      const address = parse(sender);
      const before = hops.at(-1);
      if (!address || !isTrusted(address) || before === undefined || !parse(before)) return sender;
      sender = before;
      hops.pop();
    }
  };
}
