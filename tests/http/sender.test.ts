import { describe, expect, test } from "bun:test";
import { ConfigFile } from "../../server/config/schema.ts";
import { createSenderOf } from "../../server/http/sender.ts";

describe("who sent a request", () => {
  const cases: [name: string, trusted: string[], peer: string, header: string | null, sender: string][] = [
    ["nobody is trusted: the peer, whatever it says", [], "192.0.2.1", "10.0.0.1", "192.0.2.1"],
    ["nor on loopback", [], "127.0.0.1", "198.51.100.7", "127.0.0.1"],
    ["a peer that is not the proxy", ["127.0.0.1"], "192.0.2.1", "198.51.100.7", "192.0.2.1"],
    ["a trusted proxy: who spoke to it", ["127.0.0.1"], "127.0.0.1", "198.51.100.7", "198.51.100.7"],
    ["a trusted proxy that says nothing", ["127.0.0.1"], "127.0.0.1", null, "127.0.0.1"],
    ["what the sender itself had said", ["127.0.0.1"], "127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"],
    [
      "two proxies",
      ["127.0.0.1", "10.0.0.0/8"],
      "127.0.0.1",
      "1.1.1.1, 198.51.100.7, 10.2.3.4",
      "198.51.100.7",
    ],
    ["a second proxy that is not trusted", ["127.0.0.1"], "127.0.0.1", "198.51.100.7, 10.2.3.4", "10.2.3.4"],
    ["all of them trusted: the first", ["10.0.0.0/8"], "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
    ["no address at the end", ["127.0.0.1"], "127.0.0.1", "198.51.100.7, unknown", "127.0.0.1"],
    ["an empty header", ["127.0.0.1"], "127.0.0.1", "", "127.0.0.1"],
    ["numbers that are no address to a reader", ["127.0.0.1"], "127.0.0.1", "3232235777", "127.0.0.1"],
    ["ports", ["127.0.0.1"], "127.0.0.1", "198.51.100.7:4711", "198.51.100.7"],
    ["IPv6 with its port", ["::1"], "::1", "[2001:db8::7]:4711", "2001:db8::7"],
    ["IPv6 networks", ["2001:db8::/32"], "2001:db8::1", "2001:db9::7, 2001:db8:5::1", "2001:db9::7"],
    ["IPv4 in the dress of IPv6", ["127.0.0.1"], "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"],
    ["a socket without an address", ["127.0.0.1"], "unknown", "198.51.100.7", "unknown"],
  ];
  for (const [name, trusted, peer, header, sender] of cases)
    test(name, () => expect(createSenderOf(trusted)(peer, header)).toBe(sender));
});

describe("the list of trusted proxies", () => {
  const isTaken = (proxy: string): boolean =>
    ConfigFile.safeParse({ server: { trusted_proxies: [proxy] } }).success;

  test("takes addresses and networks, which are understood", () => {
    for (const proxy of ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"]) {
      expect({ proxy, isTaken: isTaken(proxy) }).toEqual({ proxy, isTaken: true });
      expect(createSenderOf([proxy])(proxy.split("/")[0] ?? "", "192.0.2.1")).toBe("192.0.2.1");
    }
  });

  test("refuses anything else", () => {
    for (const proxy of ["", "localhost", "10.1", "0x7f.1", "10.0.0.0/33", "10.0.0.0/", "*", "::/129", "1"])
      expect({ proxy, isTaken: isTaken(proxy) }).toEqual({ proxy, isTaken: false });
  });
});
