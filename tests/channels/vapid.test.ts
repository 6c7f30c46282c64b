import { expect, test } from "bun:test";
import { contactOf } from "../../server/channels/vapid.ts";

const NOBODY = "mailto:porter@example.com";

test("a push service is told the public address where it could find it, else one that is nobody's", () => {
  expect(contactOf("https://porter.example.net:8443/")).toBe("https://porter.example.net:8443");
  for (const publicUrl of [
    undefined,
    "http://porter.example.net",
    "https://porter",
    "https://porter.home.arpa",
    "https://porter.local",
    "https://192.168.1.5",
    "https://[2001:db8::1]",
  ])
    expect(contactOf(publicUrl)).toBe(NOBODY);
});
