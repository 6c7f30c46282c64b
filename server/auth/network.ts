import ipaddr from "ipaddr.js";

/** What a provider gives to one customer at least (RFC 6177): who has it takes a new address for each request. */
const IPV6_PREFIX = 64;

/** What limits count by: an address of IPv4, a network of IPv6. What is neither stands for itself. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString().split("%")[0]}/${IPV6_PREFIX}`).toString();
}
